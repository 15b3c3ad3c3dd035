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
        Related = related;
        Count = count;
    }

    /// <summary>The properties of each row.</summary>
    public IReadOnlyList<ResultProperty> Properties => plan.Properties;

    /// <summary>The set, if the rows are those of it; <see langword="null"/> if they are groups.</summary>
    public RowEntity? Entity => plan.Entity;

    /// <summary>What is beside the current row: the rows of each collection that is expanded.</summary>
    public IReadOnlyList<RelatedRows> Related { get; }

    /// <summary>What comes after the <c>#</c> of the context of the answer.</summary>
    public string Context => plan.Context;

    /// <summary>How many rows there are in all, if that was asked for.</summary>
    public long? Count { get; }

    /// <summary>The row that was read last.</summary>
    public DbDataReader Row => held?.Row ?? rows!.Row;

    /// <summary>
    /// When there is nothing more to read: the <c>$skiptoken</c> of the next answer; <see langword="null"/> if this is the last.
    /// </summary>
    public string? SkipToken { get; private set; }

    /// <summary>Goes to the next row of this answer.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="QueryTimeoutException">The query took too long.</exception>
    /// <exception cref="QueryValueException">A value that is worked out goes out of range.</exception>
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

    /// <summary>Waits for the one who reads the answer. The time that the query may take does not run meanwhile.</summary>
    /// <param name="reading">Ends when that one has taken what was sent.</param>
    /// <exception cref="ReaderStalledException">That takes too long.</exception>
    public ValueTask WaitForReaderAsync(Task reading) => watch.WaitForReaderAsync(reading);

    /// <summary>Counts what the one who reads the answer has taken: the more, the longer it may take nothing.</summary>
    /// <param name="bytes">How many bytes.</param>
    public void CountTaken(int bytes) => watch.CountTaken(bytes);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => EndAsync();

    // With the last row: what is left of the answer may wait for its reader, and nothing should wait with it.
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
            // Even if the warehouse is gone: the watch holds the permit of the query.
            held?.Dispose();
            watch.Dispose();
        }
    }

    /// <summary>Reads the first row, so that what goes wrong is known before anything is given.</summary>
    /// <param name="plan">The request.</param>
    /// <param name="page">Which part of the rows this is.</param>
    /// <param name="count">How many there are in all, if it was asked for.</param>
    /// <param name="rows">The rows; <see langword="null"/> for none.</param>
    /// <param name="related">What is beside them.</param>
    /// <param name="maxGroups">The most groups.</param>
    /// <param name="watch">Ends what takes too long.</param>
    internal static async Task<AnalyticsRows> StartAsync(
        QueryPlan plan, AnalyticsPage page, long? count, IQueryRows? rows, IReadOnlyList<RelatedRows> related, int maxGroups,
        QueryWatch watch)
    {
        var answer = new AnalyticsRows(plan, page, count, rows, related, watch);
        try
        {
            answer.isFirstThere = rows is not null && await rows.ReadAsync();

            // Of no groups there is no number: all rows of nothing may have been made one.
            if (answer.isFirstThere
                && plan.GroupCountOrdinals.Any(
                    o => !rows!.Row.IsDBNull(o) && Convert.ToInt64(rows.Row.GetValue(o), CultureInfo.InvariantCulture) > maxGroups))
            {
                throw new QueryRefusedException($"The query option $apply makes more groups than the {maxGroups} that are allowed.");
            }

            return answer;
        }
        catch
        {
            // The watch is the caller's as long as there is no answer.
            await (rows?.DisposeAsync() ?? ValueTask.CompletedTask);
            throw;
        }
    }

    private ValueTask<bool> NextAsync() => watch.GuardAsync(rows!.ReadAsync);

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

    // What is beside some rows is asked for at once, when they are known.
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
