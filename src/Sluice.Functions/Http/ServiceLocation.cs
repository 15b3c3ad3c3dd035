using Microsoft.AspNetCore.Http;

namespace Sluice.Functions.Http;

/// <summary>Where the OData service is, as the one who asks reaches it.</summary>
/// <param name="Root">The address of the service, a slash at its end.</param>
/// <param name="Path">The path below it that is asked for.</param>
internal sealed record ServiceLocation(string Root, string Path)
{
    private const string Segment = "/data";

    /// <summary>Takes both from a request. A host that passes requests on says what it was asked for in the headers that are usual.</summary>
    public static ServiceLocation Of(HttpRequest request)
    {
        var path = request.Path.Value ?? "";
        var below = path.IndexOf(Segment, StringComparison.OrdinalIgnoreCase) is >= 0 and var at ? at + Segment.Length : path.Length;
        return new ServiceLocation($"{Host(request)}{path[..below]}/", path[below..].Trim('/'));
    }

    /// <summary>The address of the host and what is before all routes: <c>https://example.org</c>.</summary>
    public static string Host(HttpRequest request)
    {
        var scheme = First(request, "X-Forwarded-Proto") is ("http" or "https") and var forwarded ? forwarded : request.Scheme;
        var host = First(request, "X-Forwarded-Host") is { Length: > 0 } name && Uri.CheckHostName(new HostString(name).Host) != UriHostNameType.Unknown
            ? new HostString(name)
            : request.Host;
        return $"{scheme}://{host.ToUriComponent()}{request.PathBase.ToUriComponent()}";
    }

    private static string? First(HttpRequest request, string header) => request.Headers[header] is [{ } value, ..]
        ? value.Split(',')[0].Trim()
        : null;
}
