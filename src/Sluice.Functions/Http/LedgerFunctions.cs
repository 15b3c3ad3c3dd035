using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Sluice.Warehouse;

namespace Sluice.Functions.Http;

/// <summary><c>GET /api/data/files</c>, <c>loads</c> and <c>rejects</c>: the ledger.</summary>
public sealed class LedgerFunctions(IWarehouse warehouse)
{
    /// <summary>The files, the last changed first.</summary>
    [Function("GetFiles")]
    public Task<IActionResult> GetFilesAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "data/files")] HttpRequest request, CancellationToken cancellationToken) =>
        AnswerAsync(
            request, ["file", "dataset", "state"],
            async query => (await warehouse.ReadFilesAsync(query, cancellationToken)).Select(LedgerFile.Of));

    /// <summary>The loads, the newest first.</summary>
    [Function("GetLoads")]
    public Task<IActionResult> GetLoadsAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "data/loads")] HttpRequest request, CancellationToken cancellationToken) =>
        AnswerAsync(request, ["file", "dataset", "load", "state"], async query => await warehouse.ReadLoadsAsync(query, cancellationToken));

    /// <summary>The rejects, those of the newest load first.</summary>
    [Function("GetRejects")]
    public Task<IActionResult> GetRejectsAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "data/rejects")] HttpRequest request, CancellationToken cancellationToken) =>
        AnswerAsync(request, ["file", "dataset", "load"], async query => await warehouse.ReadRejectsAsync(query, cancellationToken));

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
