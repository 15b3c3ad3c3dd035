
namespace Sluice.Hosting.Http.Endpoints;

/// <summary>The body of <c>POST /api/loads</c>.</summary>
/// <param name="File">The path of the file, container first.</param>
internal sealed record LoadRequest(string File)
{
    internal const string Example = """{"file":"data/ads/Ads.csv"}""";
}
