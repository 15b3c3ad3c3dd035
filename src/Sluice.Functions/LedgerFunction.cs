using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Sluice.Loading;
using Sluice.Warehouse;

namespace Sluice.Functions;

/// <summary><c>GET /api/data/files</c>, <c>loads</c> and <c>rejects</c>: the ledger, newest first.</summary>
public sealed class LedgerFunction(IWarehouse warehouse)
{
    private const int MostRows = 1000;

    private static readonly string[] Options = ["$top", "$skip", "file", "dataset", "load", "state"];

    /// <summary>Reads one of the three, by <c>$top</c>, <c>$skip</c> and equality with <c>file</c>, <c>dataset</c>, <c>load</c>, <c>state</c>.</summary>
    [Function("Data")]
    public async Task<IActionResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "data/{set}")] HttpRequest request, string set, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!TryRead(request.Query, out var query, out var fault))
        {
            return Problems.Of(400, "Bad Request", fault);
        }

        // One more than asked for tells whether there are more.
        var more = query with { Top = query.Top + 1 };
        return set switch
        {
            "files" => Page(request, query, await warehouse.ReadFilesAsync(more, cancellationToken)),
            "loads" => Page(request, query, await warehouse.ReadLoadsAsync(more, cancellationToken)),
            "rejects" => Page(request, query, await warehouse.ReadRejectsAsync(more, cancellationToken)),
            _ => Problems.Of(404, "Not Found", "There are files, loads and rejects."),
        };
    }

    private static IActionResult Page<T>(HttpRequest request, LedgerQuery query, IReadOnlyList<T> rows)
    {
        Dictionary<string, object> page = new() { ["value"] = rows.Take(query.Top) };
        if (rows.Count > query.Top)
        {
            var next = request.Query.Where(o => o.Key != "$skip").ToDictionary(o => o.Key, o => o.Value.ToString());
            next["$skip"] = (query.Skip + query.Top).ToString(CultureInfo.InvariantCulture);
            page["@odata.nextLink"] = UriHelper.BuildAbsolute(
                request.Scheme, request.Host, request.PathBase, request.Path, QueryString.Create(next!));
        }

        return Json.Ok(page);
    }

    private static bool TryRead(IQueryCollection options, out LedgerQuery query, out string fault)
    {
        query = new LedgerQuery();
        fault = "";

        // The Functions host's key may come as an option too.
        if (options.Keys.FirstOrDefault(k => !Options.Contains(k, StringComparer.Ordinal) && k != "code") is { } unknown)
        {
            fault = $"There is no option {unknown}; there are {string.Join(", ", Options)}.";
            return false;
        }

        int top = query.Top;
        long skip = 0, load = 0;
        LoadState state = default;
        fault =
            options["$top"] is [{ } topText] && !(int.TryParse(topText, NumberStyles.None, null, out top) && top is >= 1 and <= MostRows)
                ? $"$top should be a whole number from 1 to {MostRows}."
            : options["$skip"] is [{ } skipText] && !long.TryParse(skipText, NumberStyles.None, null, out skip)
                ? "$skip should be a whole number from 0 on."
            : options["load"] is [{ } loadText] && !long.TryParse(loadText, NumberStyles.None, null, out load)
                ? "load should be the number of a load."
            : options["state"] is [{ } stateText] && !(Enum.TryParse(stateText, ignoreCase: true, out state) && !char.IsDigit(stateText[0]))
                ? $"state should be one of {string.Join(", ", Enum.GetNames<LoadState>().Select(n => n.ToLowerInvariant()))}."
            : "";
        query = new LedgerQuery
        {
            Top = top,
            Skip = skip,
            File = options["file"] is [{ } file] ? file : null,
            Dataset = options["dataset"] is [{ } dataset] ? dataset : null,
            Load = options.ContainsKey("load") ? load : null,
            State = options.ContainsKey("state") ? state : null,
        };
        return fault.Length == 0;
    }
}
