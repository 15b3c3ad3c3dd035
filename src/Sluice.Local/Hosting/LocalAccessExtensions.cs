using Microsoft.AspNetCore.Builder;
using Sluice.Hosting.Http.Requests;

namespace Sluice.Local.Hosting;

/// <summary>Has a host answer this machine alone.</summary>
internal static class LocalAccessExtensions
{
    /// <summary>Refuses what <see cref="LocalAccess"/> does, before anything else looks at it; <see cref="ProblemMiddleware"/> answers.</summary>
    public static void UseLocalAccess(this IApplicationBuilder app) => app.Use((context, next) =>
        LocalAccess.Refusal(context.Request, context.Request.Host) is { } refusal ? throw refusal : next(context));
}
