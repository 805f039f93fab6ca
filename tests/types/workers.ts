// What only a Worker has.
import { classifyError, createFetch, describeError, fetchWithBackoff } from "redress";

interface Env { BACKEND: Fetcher }

export default {
  async fetch(request, env): Promise<Response> {
    const backend = createFetch({ fetch: (input, init) => env.BACKEND.fetch(input, init) });
    const response = await backend(request);
    if (response.ok) return response;
    const cached = await fetchWithBackoff("https://api.example.com/", { cf: { cacheTtl: 60 }, signal: request.signal });
    return Response.json(describeError(await classifyError(cached)));
  },
} satisfies ExportedHandler<Env>;
