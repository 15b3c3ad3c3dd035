using System.Data.Common;
using System.Globalization;
using Sluice.Analytics.Queries;
using Sluice.Analytics.Requests;
using Sluice.Analytics.Translation;
using Sluice.Warehouse;

namespace Sluice.Analytics;

/// <summary>The rows of an answer, read one at a time.</summary>
public sealed class AnalyticsRows : IRowSource, IAsyncDisposable
{
    private readonly QueryPlan plan;
    private readonly AnalyticsPage page;
    private readonly IQueryRows? rows;
    private readonly QueryWatch watch;
    private readonly Func<ValueTask<bool>>? next;
    private BufferedRows? held;
    private bool isFirstThere;
    private bool isEnded;
    private long given;

    private AnalyticsRows(
        QueryPlan plan, AnalyticsPage page, long? count, IQueryRows? rows, IReadOnlyList<RelatedRows> related, QueryWatch watch)
    {
        this.plan = plan;
        this.page = page;
        this.rows = rows;
        this.watch = watch;
        next = rows is null ? null : rows.ReadAsync;
        Related = related;
        Count = count;
    }

    /// <summary>The properties of each row.</summary>
    public IReadOnlyList<ResultProperty> Properties => plan.Properties;

    /// <summary>The set, if the rows are those of a set; <see langword="null"/> if they are groups.</summary>
    public RowEntity? Entity => plan.Entity;

    /// <summary>The rows of each expanded collection, for the current row.</summary>
    internal IReadOnlyList<RelatedRows> Related { get; }

    IReadOnlyList<RelatedRows> IRowSource.Related => Related;

    /// <summary>The part of the context URL after the <c>#</c>.</summary>
    public string Context => plan.Context;

    /// <summary>The total number of rows, if requested.</summary>
    public long? Count { get; }

    /// <summary>The name of the set that was asked for.</summary>
    public string Set => Context.Split('(', '/')[0];

    /// <summary>How many rows were read so far.</summary>
    public long Given => given;

    /// <summary>The row that was read last.</summary>
    public DbDataReader Row => held?.Row ?? rows!.Row;

    /// <summary>
    /// The <c>$skiptoken</c> of the next answer, once there is nothing more to read; <see langword="null"/> if this is the last answer.
    /// </summary>
    public string? SkipToken { get; private set; }

    /// <summary>Moves to the next row of this answer.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="QueryTimeoutException">The query took too long.</exception>
    /// <exception cref="QueryValueException">A value that the query calculates is out of range.</exception>
    public async ValueTask<bool> ReadAsync()
    {
        if (rows is null || isEnded)
        {
            return false;
        }

        if (given == page.Size)
        {
            await FindNextAsync();
            await EndAsync();
            return false;
        }

        if (Related.Count == 0 ? given == 0 ? !isFirstThere : !await NextAsync() : !await NextHeldAsync())
        {
            await EndAsync();
            return false;
        }

        given++;
        return true;
    }

    /// <summary>Waits for the client. The query's time limit is paused meanwhile.</summary>
    /// <param name="reading">Completes when the client has read what was sent.</param>
    /// <exception cref="ReaderStalledException">The client reads too slowly.</exception>
    public ValueTask WaitForReaderAsync(Task reading) => watch.WaitForReaderAsync(reading);

    /// <summary>Counts what the client has read: the more, the longer it may pause.</summary>
    /// <param name="bytes">How many bytes.</param>
    public void CountTaken(int bytes) => watch.CountTaken(bytes);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => EndAsync();

    // Releases the query right after the last row, because the rest of the answer may still wait for the client.
    private async ValueTask EndAsync()
    {
        if (isEnded)
        {
            return;
        }

        isEnded = true;
        try
        {
            await Task.WhenAll([rows?.DisposeAsync().AsTask() ?? Task.CompletedTask, .. Related.Select(r => r.DisposeAsync().AsTask())]);
        }
        finally
        {
            // Always, even if the warehouse fails: the watch holds the query's permit.
            held?.Dispose();
            watch.Dispose();
        }
    }

    /// <summary>Reads the first row, so that errors are known before anything is sent.</summary>
    /// <param name="plan">The plan of the request.</param>
    /// <param name="page">The page of the rows.</param>
    /// <param name="count">The total number of rows, if requested.</param>
    /// <param name="rows">The rows; <see langword="null"/> for none.</param>
    /// <param name="related">The expanded collections.</param>
    /// <param name="maxGroups">The greatest number of groups.</param>
    /// <param name="watch">The watch of the query. The caller disposes it if this throws.</param>
    internal static async Task<AnalyticsRows> StartAsync(
        QueryPlan plan, AnalyticsPage page, long? count, IQueryRows? rows, IReadOnlyList<RelatedRows> related, int maxGroups,
        QueryWatch watch)
    {
        var answer = new AnalyticsRows(plan, page, count, rows, related, watch);
        try
        {
            answer.isFirstThere = rows is not null && await rows.ReadAsync();

            // The number of groups is null if there are no groups, for example if all rows of an empty set were aggregated to one.
            if (answer.isFirstThere
                && plan.GroupCountOrdinals.Any(
                    o => !rows!.Row.IsDBNull(o) && Convert.ToInt64(rows.Row.GetValue(o), CultureInfo.InvariantCulture) > maxGroups))
            {
                throw new QueryRefusedException($"The query option $apply makes more groups than the allowed {maxGroups}.");
            }

            return answer;
        }
        catch
        {
            // Without an answer, the watch still belongs to the caller.
            await (rows?.DisposeAsync() ?? ValueTask.CompletedTask);
            throw;
        }
    }

    private ValueTask<bool> NextAsync() => watch.GuardAsync(next!);

    private async ValueTask FindNextAsync()
    {
        if (page.IsSingle || page.Top == given)
        {
            return;
        }

        var values = Translation.SkipToken.Values(Row, plan.Rows.OrderBy, plan.OrderOrdinals);
        if (await NextAsync())
        {
            SkipToken = Translation.SkipToken.Next(values, new SkipToken(page.After, page.Skip + given, page.Top - given));
        }
    }

    // Buffers some rows, and then queries the related rows of all of them at once.
    private async ValueTask<bool> NextHeldAsync()
    {
        if (held is null || held.Number == held.Count - 1)
        {
            held?.Dispose();
            held = new BufferedRows(plan.Rows.Columns);
            var most = Math.Min(page.Size - given, Related.Min(r => r.ParentsPerQuery));
            while (held.Count < most && (given + held.Count == 0 ? isFirstThere : await NextAsync()))
            {
                held.Add(rows!.Row);
            }

            if (held.Count == 0)
            {
                return false;
            }

            foreach (var related in Related)
            {
                await related.StartAsync(held);
            }
        }

        held.Read();
        foreach (var related in Related)
        {
            await related.MoveAsync(held.Number);
        }

        return true;
    }
}
