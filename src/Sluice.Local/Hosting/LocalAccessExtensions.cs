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
    public static void UseGate(this IApplicationBuilder app)
    {
        var gate = app.ApplicationServices.GetRequiredService<Gate>();
        app.Use(async (context, next) =>
        {
            if (context.Features.Get<PrivateConnection>() is not null)
            {
                context.SetCaller(Caller.Owner);
            }
            else
            {
                await gate.EnterAsync(context, context.GetEndpoint()?.DisplayName ?? "");
            }

            await next(context);
        });
    }
}
