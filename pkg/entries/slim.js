export * from "./api.js";
export { provideModule } from "./provided.js";
