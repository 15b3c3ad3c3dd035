using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Sluice.Loading;
using Sluice.Warehouse;

namespace Sluice.Functions.Http;

/// <summary>The query options of a request for rows of the ledger.</summary>
internal sealed class LedgerOptions
{
    private const int DefaultTop = 100;
    private const int MostTop = 1000;
    private const string Top = "$top";
    private const string Skip = "$skip";

    // The host takes function keys from here. They are its own, and are not passed on in links.
    private static readonly string[] HostOptions = ["code", "clientId"];

    private readonly List<KeyValuePair<string, string>> conditions = [];

    private LedgerOptions(LedgerQuery query) => Query = query;

    /// <summary>What is asked for.</summary>
    public LedgerQuery Query { get; private set; }

    /// <summary>Reads the options.</summary>
    /// <param name="query">The query of the request.</param>
    /// <param name="known">The conditions that the rows can have.</param>
    /// <exception cref="RequestException">An option is unknown or wrong.</exception>
    public static LedgerOptions Read(IQueryCollection query, string[] known)
    {
        var options = new LedgerOptions(new LedgerQuery { Top = DefaultTop });
        foreach (var (name, values) in query)
        {
            if (HostOptions.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                continue;
            }

            if (name is not (Top or Skip) && !known.Contains(name, StringComparer.Ordinal))
            {
                throw RequestException.Wrong($"There is no such query option here; there are {string.Join(", ", [Top, Skip, .. known])}.");
            }

            if (values is not [{ Length: > 0 } value])
            {
                throw RequestException.Wrong($"The query option {name} must have one value.");
            }

            options.Add(name, value);
        }

        return options;
    }

    /// <summary>Where the next rows are, relative to the request.</summary>
    public string NextLink(HttpRequest request)
    {
        var path = request.Path.Value ?? "";
        var query = new QueryBuilder(conditions)
        {
            { Top, Query.Top.ToString(CultureInfo.InvariantCulture) },
            { Skip, (Query.Skip + Query.Top).ToString(CultureInfo.InvariantCulture) },
        };
        return $"{path[(path.LastIndexOf('/') + 1)..]}{query.ToQueryString()}";
    }

    private void Add(string name, string value)
    {
        Query = name switch
        {
            Top => Query with { Top = (int)Number(name, value, 1, MostTop) },
            Skip => Query with { Skip = Number(name, value, 0, long.MaxValue - MostTop) },
            "file" => Query with { File = value },
            "dataset" => Query with { Dataset = value },
            "load" => Query with { Load = Number(name, value, 1, long.MaxValue) },
            _ => Query with { State = State(name, value) },
        };
        if (name is not (Top or Skip))
        {
            conditions.Add(new(name, value));
        }
    }

    private static long Number(string name, string value, long least, long most) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw RequestException.Wrong($"The query option {name} must be a whole number from {least} to {most}.");

    private static LoadState State(string name, string value)
    {
        var known = Enum.GetNames<LoadState>();
        return known.FirstOrDefault(s => s.Equals(value, StringComparison.OrdinalIgnoreCase)) is { } state
            ? Enum.Parse<LoadState>(state)
            : throw RequestException.Wrong($"The query option {name} must be one of {string.Join(", ", known.Select(s => s.ToLowerInvariant()))}.");
    }
}
