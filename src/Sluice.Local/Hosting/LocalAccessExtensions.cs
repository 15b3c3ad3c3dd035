using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Sluice.Functions.Http;

namespace Sluice.Local.Hosting;

/// <summary>Has a host answer this machine alone.</summary>
internal static class LocalAccessExtensions
{
    /// <summary>Answers what <see cref="LocalAccess"/> refuses with problem details, before anything else looks at it.</summary>
    public static void UseLocalAccess(this IApplicationBuilder app) => app.Use((context, next) =>
        LocalAccess.Refusal(context.Request, context.Request.Host) is { } refusal
            ? Problems.FromException(refusal).ExecuteResultAsync(new ActionContext(context, new RouteData(), new ActionDescriptor()))
            : next(context));
}
