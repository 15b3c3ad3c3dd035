using System.Globalization;
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

        // Letters without their accents: ä is a and a mark.
        var given = Path.GetFileName(file).Split('.')[0].Normalize(NormalizationForm.FormD);
        for (var i = 0; i < given.Length; i++)
        {
            var c = given[i];
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark)
            {
                continue;
            }

            // A word begins at a capital after a small letter, and at the last of several capitals: HRData is hr_data, and IDs is ids.
            var begins = char.IsAsciiLetterUpper(c) && i > 0 && (char.IsAsciiLetterLower(given[i - 1])
                || (char.IsAsciiLetterUpper(given[i - 1]) && i + 2 < given.Length && char.IsAsciiLetterLower(given[i + 1])
                    && char.IsAsciiLetterLower(given[i + 2])));
            text.Append(begins ? "_" : "").Append(char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '_');
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
