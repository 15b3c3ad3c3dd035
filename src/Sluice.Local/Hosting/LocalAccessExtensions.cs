using Microsoft.AspNetCore.Builder;
using Sluice.Hosting;
using Sluice.Hosting.Http.Endpoints;
using Sluice.Hosting.Http.Problems;
using Sluice.Hosting.Http.Requests;
using Sluice.Hosting.Http.Results;
using Sluice.Hosting.Telemetry;
using Sluice.Hosting.Triggers;
using Sluice.Hosting.Warehouses;

namespace Sluice.Local.Hosting;

/// <summary>Has a host answer this machine alone.</summary>
internal static class LocalAccessExtensions
{
    /// <summary>Refuses what <see cref="LocalAccess"/> does, before anything else looks at it; <see cref="ProblemMiddleware"/> answers.</summary>
    public static void UseLocalAccess(this IApplicationBuilder app) => app.Use((context, next) =>
        LocalAccess.Refusal(context.Request, context.Request.Host) is { } refusal ? throw refusal : next(context));
}
