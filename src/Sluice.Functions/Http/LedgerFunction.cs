using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Sluice.Loading;
using Sluice.Warehouse;

namespace Sluice.Functions.Http;

/// <summary><c>GET /api/data/files</c>, <c>loads</c> and <c>rejects</c>: the ledger.</summary>
public sealed class LedgerFunction(IWarehouse warehouse)
{
    /// <summary>Rows of one of the three: the last changed files, the newest loads, or the rejects of the newest load first.</summary>
    [Function("Data")]
    public async Task<IActionResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "data/{set}")] HttpRequest request, string set,
        CancellationToken cancellationToken) => set switch
        {
            "files" => await AnswerAsync<LedgerFile>(
                request, ["file", "dataset", "state"],
                async query => (await warehouse.ReadFilesAsync(query, cancellationToken)).Select(LedgerFile.Of)),
            "loads" => await AnswerAsync<Load>(
                request, ["file", "dataset", "load", "state"], async query => await warehouse.ReadLoadsAsync(query, cancellationToken)),
            "rejects" => await AnswerAsync<StoredReject>(
                request, ["file", "dataset", "load"], async query => await warehouse.ReadRejectsAsync(query, cancellationToken)),
            _ => throw RequestException.NotFound("There is no such set; there are files, loads and rejects."),
        };

    private static async Task<IActionResult> AnswerAsync<T>(
        HttpRequest request, string[] conditions, Func<LedgerQuery, Task<IEnumerable<T>>> read)
    {
        var options = LedgerOptions.Read(request.Query, conditions);

        // One row more than asked for tells whether there are more.
        var rows = (await read(options.Query with { Top = options.Query.Top + 1 })).ToList();
        return new JsonAnswer(new LedgerPage<T>(
            rows.Take(options.Query.Top), rows.Count > options.Query.Top ? options.NextLink(request) : null));
    }
}
