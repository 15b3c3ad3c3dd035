using Microsoft.AspNetCore.Http;
using Sluice.Analytics.Access;

namespace Sluice.Hosting.Http.Requests;

/// <summary>Keeps with each request who sent it.</summary>
internal static class Callers
{
    /// <summary>The caller of a request; <see langword="null"/> if the app does not know callers, but only keys.</summary>
    public static Caller? CallerOf(this HttpRequest request) => request.HttpContext.Features.Get<Caller>();

    /// <summary>Says who sent a request.</summary>
    public static void SetCaller(this HttpContext context, Caller? caller) => context.Features.Set(caller);
}
