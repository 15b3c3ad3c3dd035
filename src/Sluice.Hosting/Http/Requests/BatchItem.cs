namespace Sluice.Hosting.Http.Requests;

/// <summary>One request of a batch.</summary>
/// <param name="Id">Its id, or <see langword="null"/>.</param>
/// <param name="Method">Its method, in upper case.</param>
/// <param name="Url">Its address: absolute, from the root of the host, or relative to the service.</param>
/// <param name="Headers">Its headers.</param>
/// <param name="DependsOn">The ids of the requests that must have succeeded.</param>
internal sealed record BatchItem(
    string? Id, string Method, string Url, IReadOnlyList<KeyValuePair<string, string>> Headers, IReadOnlyList<string> DependsOn);
