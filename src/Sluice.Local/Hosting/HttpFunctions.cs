using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Hosting.Http.Endpoints;

namespace Sluice.Local.Hosting;

/// <summary>Serves the HTTP-triggered functions without the Functions host and without function keys.</summary>
internal static class HttpFunctions
{
    /// <summary>Maps every function with an HTTP trigger, under <c>/api</c>.</summary>
    public static void MapHttpFunctions(this IEndpointRouteBuilder endpoints)
    {
        foreach (var route in HttpRoute.All)
        {
            var template = $"/api/{route.Template}";
            var run = Create(route.Method);
            var endpoint = route.Methods is { } methods ? endpoints.MapMethods(template, methods, run) : endpoints.Map(template, run);
            endpoint.WithDisplayName(route.Function);
        }
    }

    private static RequestDelegate Create(MethodInfo method)
    {
        var type = method.IsStatic ? null : ActivatorUtilities.CreateFactory(method.DeclaringType!, []);
        var arguments = method.GetParameters().Select(Bind).ToArray();
        return async context =>
        {
            var returned = method.Invoke(
                type?.Invoke(context.RequestServices, null),
                BindingFlags.DoNotWrapExceptions,
                null,
                [.. arguments.Select(a => a(context))],
                null);
            var result = returned switch
            {
                Task<IActionResult> task => await task,
                IActionResult now => now,
                _ => throw new InvalidOperationException($"The HTTP function {method.Name} returns no IActionResult."),
            };
            await result.ExecuteResultAsync(new ActionContext(context, context.GetRouteData(), new ActionDescriptor()));
        };
    }

    private static Func<HttpContext, object?> Bind(ParameterInfo parameter) => parameter.ParameterType switch
    {
        var t when t == typeof(HttpRequest) => context => context.Request,
        var t when t == typeof(CancellationToken) => context => context.RequestAborted,
        var t when t == typeof(string) => context => context.GetRouteValue(parameter.Name!)?.ToString(),
        _ => throw new InvalidOperationException(
            $"The parameter {parameter.Name} of the HTTP function {parameter.Member.Name} cannot be bound."),
    };
}
