using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Sluice.Hosting.Http.Errors;

namespace Sluice.Hosting.Http.Requests;

/// <summary>The query options of a request for rows.</summary>
internal static class QueryOptions
{
    private const string Format = "$format";
    private const string SkipToken = "$skiptoken";

    // Options of the standard that are understood, and not supported.
    private static readonly string[] Unsupported = ["$deltatoken", "$id", "$index", "$levels", "$schemaversion"];

    // The Functions host reads function keys from these options. Links must not repeat them.
    private static readonly string[] HostOptions = ["code", "clientId"];

    /// <summary>The options that choose rows.</summary>
    public static IReadOnlyList<string> OfRows { get; } =
        ["$apply", "$compute", "$filter", "$orderby", "$select", "$expand", "$top", "$skip", "$count", "$search", SkipToken];

    /// <summary>Reads the options that choose rows.</summary>
    /// <exception cref="RequestException">An option is unknown, has no value or is given twice.</exception>
    public static IReadOnlyDictionary<string, string> Read(HttpRequest request, IReadOnlyList<string> known)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, values) in request.Query)
        {
            if (HostOptions.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                continue;
            }

            if (name != Format && !known.Contains(name, StringComparer.Ordinal) && !IsAlias(name, known))
            {
                throw Unsupported.Contains(name, StringComparer.Ordinal)
                    ? RequestException.Unsupported($"The query option {name} is not supported.")
                    : RequestException.Wrong($"There is no query option {name}. The options are {string.Join(", ", [.. known, Format])}.");
            }

            if (values is not [{ Length: > 0 } value])
            {
                throw RequestException.Wrong($"The query option {name} must have one value.");
            }

            if (name != Format)
            {
                options.Add(name, value);
            }
        }

        return options;
    }

    // Only options that choose rows can use a parameter alias.
    private static bool IsAlias(string name, IReadOnlyList<string> known) => name.Length > 1 && name[0] == '@' && known.Contains("$filter");

    /// <summary>The page size that a client prefers (<c>Prefer: maxpagesize=100</c>), or <see langword="null"/>.</summary>
    public static int? MaxPageSize(HttpRequest request)
    {
        foreach (var preference in request.Headers["Prefer"].SelectMany(h => (h ?? "").Split(',', ';')))
        {
            var parts = preference.Split('=', 2, StringSplitOptions.TrimEntries);
            if (parts is ["maxpagesize" or "odata.maxpagesize", var value]
                && int.TryParse(value.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0)
            {
                return size;
            }
        }

        return null;
    }

    /// <summary>The query of the link to the next rows.</summary>
    public static string Next(HttpRequest request, string skipToken)
    {
        var next = new QueryBuilder();
        foreach (var (name, values) in request.Query)
        {
            if (name != SkipToken && !HostOptions.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                next.Add(name, values.ToString());
            }
        }

        next.Add(SkipToken, skipToken);
        return next.ToString();
    }
}
