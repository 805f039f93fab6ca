//! English: calm and short, in words of people who use an app. Nobody is to blame, nothing is promised.

use super::source::language;

language! {
    ENGLISH = "en"
    kinds {
        Unauthorized: "Please sign in/You need to be signed in for this.",
        TokenExpired: "Your session has expired/Please sign in again.",
        Forbidden: "No access/Your account has no permission for this./{next}",
        AccountSuspended: "This account is suspended/It cannot be used at the moment./{next}",
        RegionBlocked: "Not available in your region/The service is not offered there.",
        TierLocked: "This needs the {plan} plan|This needs a higher plan/\
            {feature} is not part of your current plan.|Your current plan does not include this.",
        QuotaExhausted: "{period} limit reached|Limit reached/\
            You have used {used} of {limit} {window}.|You have used {used} of {limit}.|\
            You have used all that your plan includes./ \
            It resets on {until}.| It resets {wait}.|",
        PaymentRequired: "Payment needed/There is a problem with your payment./{next}",
        PaymentDeclined: "Payment declined/The payment did not go through./{next}",
        RateLimited: "Too many requests right now/The service needs a pause./{next}",
        ConcurrencyLimited: "Too many requests at once/\
            Only {limit} can run at the same time.|Others are still running./{next}",
        Overloaded: "The service is busy/It has a lot to do at the moment./{next}",
        Maintenance: "Down for maintenance/The service is being worked on./{next}",
        NotReady: "Not ready yet/This is still being prepared./{next}",
        Upstream: "The service had a problem/A part of it did not answer./{next}",
        ServerError: "The service had a problem/This was not caused by you./{next}",
        Timeout: "This took too long/There was no answer in time./{next}",
        BadRequest: "The request was not understood/\
            Please check “{field}” and try again.|Please check your input and try again.",
        Validation: "Some input was not accepted/\
            Please check “{field}” and try again.|Please check your input and try again.",
        NotFound: "Not found/It does not exist, or it was removed.",
        Gone: "No longer available/It has expired or was removed.",
        MethodNotAllowed: "This is not possible/The service does not offer it.",
        Conflict: "This is not possible right now/It does not fit with what is there./{next}",
        AlreadyExists: "This already exists/You can use the existing one.",
        IdempotencyConflict: "This was sent before/It may still be running./{next}",
        PreconditionFailed: "This has changed/Please reload it and try again.",
        PayloadTooLarge: "This is too large/Please make it smaller and try again.",
        UnsupportedMediaType: "This format is not supported/Please use another and try again.",
        ContentBlocked: "This content was not accepted/Please change it and try again.",
        Network: "No connection to the service/Please check your connection and try again.",
        Offline: "You are offline/Please check your connection and try again.",
        Aborted: "Stopped/This did not run to its end.",
        Redirect: "This has moved/It has another address now.",
        NotError: "Everything is fine/Nothing went wrong.",
        Unknown: "Something went wrong/The service did not say why./{next}",
    }
    special {
        Unauthorized RotateKey: "The API key was not accepted/Please replace it with a valid one.",
        TokenExpired RotateKey: "The API key has expired/Please replace it with a valid one.",
        QuotaExhausted AddCredits: "Credits used up/Please add credits to continue.",
        QuotaExhausted RaiseLimit: "Spending limit reached/You have used all that it allows.",
    }
    actions {
        Retry: "Try again/ Please try again {wait}.| Please try again in a moment.",
        Wait: "/ Please try again {wait}.| Please try again later.",
        Upgrade: "Upgrade to {plan}|Upgrade plan/",
        AddCredits: "Add credits/",
        RaiseLimit: "Raise spending limit/",
        UpdatePayment: "Update payment/ Please update your payment details.",
        SignIn: "Sign in/",
        RotateKey: "Replace API key/",
        RequestAccess: "Request access/ Please ask the owner for access.",
        FixRequest: "Edit and try again/",
        UseExisting: "Use existing/",
        ContactSupport: "Contact support/ Please contact support.",
        None: "/",
    }
    documentation: "See how to fix it"
    day: "Daily/today"
    week: "Weekly/this week"
    month: "Monthly/this month"
}
