using System.Reflection;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker;
using Sluice.Hosting.Access;

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

    private static readonly Dictionary<string, HttpRoute> ByFunction = All.ToDictionary(r => r.Function, StringComparer.Ordinal);

    /// <summary>Whether anybody may send requests to it.</summary>
    public bool IsAnonymous { get; private init; }

    /// <summary>The role of the app that a caller needs, or <see langword="null"/> for any.</summary>
    public string? Role { get; private init; }

    /// <summary>The route of a function, or <see langword="null"/> if it has none.</summary>
    public static HttpRoute? Find(string function) => ByFunction.GetValueOrDefault(function);

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
            {
                IsAnonymous = trigger.AuthLevel == AuthorizationLevel.Anonymous,
                Role = method.GetCustomAttribute<NeedsAttribute>()?.Role,
            }
            : null;
}
