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

    // The Functions host reads function keys from these options.
    private static readonly string[] HostOptions = ["code", "clientId"];

    /// <summary>The options that choose rows.</summary>
    public static IReadOnlyList<string> OfRows { get; } =
        ["$apply", "$compute", "$filter", "$orderby", "$select", "$expand", "$top", "$skip", "$count", "$search", SkipToken];

    /// <summary>Reads the options that choose rows.</summary>
    /// <exception cref="RequestException">An option is unknown, has no value or is given twice.</exception>
    public static IReadOnlyDictionary<string, string> Read(HttpRequest request, IReadOnlyList<string> known)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (given, values) in request.Query)
        {
            if (HostOptions.Contains(given, StringComparer.OrdinalIgnoreCase))
            {
                continue;
            }

            var name = NameOf(given, known);
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

            if (name != Format && !options.TryAdd(name, value))
            {
                throw RequestException.Wrong($"The query option {name} is given twice.");
            }
        }

        return options;
    }

    /// <summary>The value of <c>$format</c>, or <see langword="null"/>.</summary>
    public static string? FormatOf(HttpRequest request) =>
        (request.Query[Format] is [{ } format] ? format : null) ?? (request.Query[Format[1..]] is [{ } bare] ? bare : null);

    // Options of the standard can be written without $, in upper and lower case (OData URL Conventions 4.01, 5).
    private static string NameOf(string given, IReadOnlyList<string> known) =>
        known.Contains(given, StringComparer.Ordinal) ? given
            : known.Append(Format)
                .FirstOrDefault(k => k[0] == '$' && given.TrimStart('$').Equals(k[1..], StringComparison.OrdinalIgnoreCase)) ?? given;

    // Only options that choose rows can use a parameter alias.
    private static bool IsAlias(string name, IReadOnlyList<string> known) => name.Length > 1 && name[0] == '@' && known.Contains("$filter");

    /// <summary>The page size that a client prefers (<c>Prefer: maxpagesize=100</c>), or <see langword="null"/>.</summary>
    public static int? MaxPageSize(HttpRequest request)
    {
        foreach (var (name, value) in Preferences.Of(request))
        {
            if (name == "maxpagesize" && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0)
            {
                return size;
            }
        }

        return null;
    }

    /// <summary>The options with which a client was let in, each followed by <c>&amp;</c>. Links need them too.</summary>
    public static string AccessOf(HttpRequest request) => string.Concat(request.Query
        .Where(o => HostOptions.Contains(o.Key, StringComparer.OrdinalIgnoreCase))
        .Select(o => $"{o.Key}={Uri.EscapeDataString(o.Value.ToString())}&"));

    /// <summary>The query of the link to the next rows. It has the key in it only if the request has.</summary>
    public static string Next(HttpRequest request, string skipToken)
    {
        var next = new QueryBuilder();
        foreach (var (name, values) in request.Query)
        {
            if (NameOf(name, OfRows) != SkipToken)
            {
                next.Add(name, values.ToString());
            }
        }

        next.Add(SkipToken, skipToken);
        return next.ToString();
    }
}
