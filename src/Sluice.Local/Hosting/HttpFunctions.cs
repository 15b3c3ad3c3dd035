using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Sluice.Local.Hosting;

/// <summary>Serves the HTTP-triggered functions of the Functions app without the Functions host. No function key is asked for.</summary>
internal static partial class HttpFunctions
{
    /// <summary>Maps every public method that is a function with an HTTP trigger, under <c>/api</c>.</summary>
    /// <param name="endpoints">Where to map them.</param>
    /// <param name="assembly">The assembly that has them.</param>
    /// <param name="problem">Makes the answer to an exception.</param>
    public static void MapHttpFunctions(this IEndpointRouteBuilder endpoints, Assembly assembly, Func<Exception, IActionResult> problem)
    {
        var logger = endpoints.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(HttpFunctions));
        foreach (var method in assembly.GetExportedTypes().SelectMany(t => t.GetMethods(BindingFlags.Instance | BindingFlags.Public)))
        {
            var trigger = method.GetParameters().Select(p => p.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(t => t is not null);
            if (trigger is not null && method.GetCustomAttribute<FunctionAttribute>() is { } function)
            {
                endpoints.MapMethods(
                    $"/api/{trigger.Route ?? function.Name}", trigger.Methods?.Select(m => m.ToUpperInvariant()) ?? ["GET", "POST"],
                    Create(method, problem, logger));
            }
        }
    }

    private static RequestDelegate Create(MethodInfo method, Func<Exception, IActionResult> problem, ILogger logger)
    {
        var type = ActivatorUtilities.CreateFactory(method.DeclaringType!, []);
        var arguments = method.GetParameters().Select(Bind).ToArray();
        return async context =>
        {
            IActionResult result;
            try
            {
                var returned = method.Invoke(
                    type(context.RequestServices, null), BindingFlags.DoNotWrapExceptions, null, [.. arguments.Select(a => a(context))], null);
                result = returned switch
                {
                    Task<IActionResult> task => await task,
                    IActionResult now => now,
                    _ => throw new InvalidOperationException($"The HTTP function {method.Name} returns no IActionResult."),
                };
            }
            catch (Exception e) when (!context.RequestAborted.IsCancellationRequested)
            {
                LogFailed(logger, e, method.DeclaringType!.Name);
                result = problem(e);
            }

            await result.ExecuteResultAsync(new ActionContext(context, context.GetRouteData(), new ActionDescriptor()));
        };
    }

    private static Func<HttpContext, object?> Bind(ParameterInfo parameter) => parameter.ParameterType switch
    {
        var t when t == typeof(HttpRequest) => context => context.Request,
        var t when t == typeof(CancellationToken) => context => context.RequestAborted,
        var t when t == typeof(string) => context => context.GetRouteValue(parameter.Name!)?.ToString(),
        _ => throw new InvalidOperationException($"The parameter {parameter.Name} of the HTTP function {parameter.Member.Name} cannot be bound."),
    };

    [LoggerMessage(51, LogLevel.Error, "{Function} failed")]
    private static partial void LogFailed(ILogger logger, Exception reason, string function);
}
