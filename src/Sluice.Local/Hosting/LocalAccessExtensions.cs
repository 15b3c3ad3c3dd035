using Microsoft.AspNetCore.Builder;
using Sluice.Hosting.Http.Requests;

namespace Sluice.Local.Hosting;

/// <summary>Restricts a host to requests from this machine.</summary>
internal static class LocalAccessExtensions
{
    /// <summary>
    /// Refuses the requests that <see cref="LocalAccess"/> refuses, before other middleware. <see cref="ProblemMiddleware"/> answers them.
    /// </summary>
    public static void UseLocalAccess(this IApplicationBuilder app) => app.Use((context, next) =>
        LocalAccess.Refusal(context.Request, context.Request.Host) is { } refusal ? throw refusal : next(context));
}
