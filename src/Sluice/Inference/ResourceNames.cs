using System.Text;
using Sluice.Lake.Reading;

namespace Sluice.Inference;

/// <summary>Derives a resource's name and path from the file that it was inferred from.</summary>
public static class ResourceNames
{
    // The extensions that the files of a dataset have in common.
    private static readonly string[] Extensions = [".csv", ".tsv", ".txt", ".tab", ".dat", ".psv"];
    private static readonly string[] Compressions = [".gz", ".gzip", ".zst", ".zstd", ".zip"];

    /// <summary>Why a text cannot be the name of a resource, or <see langword="null"/> if it can.</summary>
    public static string? FaultOf(string name) => ResourceReader.FaultOf(name);

    /// <summary>A name similar to a file's: <c>AdsOfMay.csv</c> becomes <c>ads_of_may</c>.</summary>
    /// <param name="file">The file's path.</param>
    public static string FromPath(string file)
    {
        var text = new StringBuilder();
        foreach (var c in Path.GetFileName(file).Split('.')[0])
        {
            var isUpper = char.IsAsciiLetterUpper(c) && text.Length > 0 && char.IsAsciiLetterLower(text[^1]);
            text.Append(isUpper ? "_" : "").Append(char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '_');
        }

        const string Start = "dataset_";
        var name = text.Length > 0 && char.IsAsciiLetter(text[0]) ? text.ToString() : $"{Start}{text}";
        name = name.Length <= ResourceReader.MaxNameLength ? name : name[..ResourceReader.MaxNameLength];
        return FaultOf(name) is null ? name : $"{Start}{name}";
    }

    /// <summary>A path that matches the file and others of its dataset.</summary>
    /// <param name="name">The resource's name.</param>
    /// <param name="file">The file's path.</param>
    public static string PathOf(string name, string file)
    {
        var text = Path.GetFileName(file);
        var compression = EndOf(text, Compressions);
        var extension = EndOf(text[..^compression.Length], Extensions);
        return $"data/{name}/**/*{extension}{compression}";
    }

    private static string EndOf(string text, string[] ends) =>
        Array.Find(ends, e => text.EndsWith(e, StringComparison.OrdinalIgnoreCase)) is { } end ? text[^end.Length..] : "";
}
