using System.Reflection;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker;

namespace Sluice.Hosting.Http.Endpoints;

/// <summary>The route of an HTTP-triggered function.</summary>
/// <param name="Function">The function's name.</param>
/// <param name="Template">The template of its path, below the common prefix <c>api/</c>.</param>
/// <param name="Methods">The methods that it takes, in upper case; <see langword="null"/> for any.</param>
/// <param name="Method">The method that runs.</param>
internal sealed record HttpRoute(string Function, string Template, IReadOnlyList<string>? Methods, MethodInfo Method)
{
    /// <summary>All routes of this app.</summary>
    public static IReadOnlyList<HttpRoute> All { get; } =
        [.. typeof(HttpRoute).Assembly.GetExportedTypes().SelectMany(t => t.GetMethods()).Select(From).OfType<HttpRoute>()];

    /// <summary>Whether the route matches a path.</summary>
    /// <param name="path">The path below the common prefix.</param>
    public bool Matches(string path) =>
        new TemplateMatcher(TemplateParser.Parse(Template), []).TryMatch($"/{path}", []);

    private static HttpRoute? From(MethodInfo method) =>
        method.GetCustomAttribute<FunctionAttribute>() is { } function
        && method.GetParameters()
            .Select(p => p.GetCustomAttribute<HttpTriggerAttribute>())
            .FirstOrDefault(t => t is not null) is { } trigger
            ? new(
                function.Name,
                trigger.Route ?? function.Name,
                trigger.Methods is { Length: > 0 } methods ? [.. methods.Select(m => m.ToUpperInvariant())] : null,
                method)
            : null;
}
