using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Analytics.Access;
using Sluice.Hosting.Http.Endpoints;
using Sluice.Hosting.Http.Requests;
using Sluice.Local.Answering;

namespace Sluice.Local.Hosting;

/// <summary>Restricts a host to requests from this machine.</summary>
internal static class LocalAccessExtensions
{
    /// <summary>
    /// Refuses the requests that <see cref="LocalAccess"/> refuses, before other middleware. <see cref="ProblemMiddleware"/> answers them.
    /// </summary>
    public static void UseLocalAccess(this IApplicationBuilder app) => app.Use((context, next) =>
        LocalAccess.Refusal(context.Request, context.Request.Host) is { } refusal ? throw refusal : next(context));

    /// <summary>Lets only those pass who may ask. Whoever has reached the private socket is the owner, who may do everything.</summary>
    /// <param name="app">The app.</param>
    /// <param name="key">The key that requests need, or <see langword="null"/> for none.</param>
    public static void UseGate(this IApplicationBuilder app, RunKey? key)
    {
        var gate = app.ApplicationServices.GetRequiredService<Gate>();
        var audit = app.ApplicationServices.GetRequiredService<AuditTrail>();
        app.Use(async (context, next) =>
        {
            if (context.Features.Get<PrivateConnection>() is not null)
            {
                context.SetCaller(Caller.Owner);
            }
            else
            {
                var function = context.GetEndpoint()?.DisplayName ?? "";
                await gate.EnterAsync(context, function);
                if (key is not null && HttpRoute.Find(function) is not { IsAnonymous: true })
                {
                    key.Check(context.Request);
                    context.SetCaller(Caller.Owner);
                }

                if (context.Request.CallerOf() is not null)
                {
                    audit.Watch(context, function);
                }
            }

            await next(context);
        });
    }
}
