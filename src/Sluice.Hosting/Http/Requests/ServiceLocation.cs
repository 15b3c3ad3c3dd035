using Microsoft.AspNetCore.Http;

namespace Sluice.Hosting.Http.Requests;

/// <summary>Where the OData service is, as the one who asks reaches it.</summary>
/// <param name="Data">The address of the service, a slash at its end.</param>
/// <param name="Path">The path that is asked for, below the part of the app that it is in.</param>
internal sealed record ServiceLocation(string Data, string Path)
{
    /// <summary>The part of the app that is the service.</summary>
    public const string Segment = "/data";

    /// <summary>Takes both from a request. A host that passes requests on says what it was asked for in the headers that are usual.</summary>
    /// <param name="request">The request.</param>
    /// <param name="segment">The part of the app that it is for.</param>
    public static ServiceLocation From(HttpRequest request, string segment = Segment)
    {
        var path = request.Path.Value ?? "";
        var at = path.IndexOf(segment, StringComparison.OrdinalIgnoreCase);
        var above = at < 0 ? path : path[..at];
        return new ServiceLocation($"{Host(request)}{above}{Segment}/", at < 0 ? "" : path[(at + segment.Length)..].Trim('/'));
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
