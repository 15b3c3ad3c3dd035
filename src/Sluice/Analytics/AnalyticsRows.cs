using System.Data.Common;
using System.Globalization;
using Sluice.Analytics.Model;
using Sluice.Analytics.Translation;
using Sluice.Lake;
using Sluice.Warehouse;

namespace Sluice.Analytics;

/// <summary>The rows of an answer, read one at a time.</summary>
public sealed class AnalyticsRows : IAsyncDisposable
{
    private readonly QueryPlan plan;
    private readonly AnalyticsPage page;
    private readonly IQueryRows? rows;
    private readonly QueryWatch watch;
    private bool isFirstThere;
    private bool isEnded;
    private long given;

    private AnalyticsRows(QueryPlan plan, AnalyticsPage page, long? count, IQueryRows? rows, QueryWatch watch)
    {
        this.plan = plan;
        this.page = page;
        this.rows = rows;
        this.watch = watch;
        Count = count;
    }

    /// <summary>The properties of each row.</summary>
    public IReadOnlyList<ResultProperty> Properties => plan.Properties;

    /// <summary>The set, if the rows are those of it; <see langword="null"/> if they are groups.</summary>
    public EntitySet? Entity => plan.Entity;

    /// <summary>The columns that the key of the set is read from.</summary>
    public IReadOnlyList<int> KeyOrdinals => plan.KeyOrdinals;

    /// <summary>What comes after the <c>#</c> of the context of the answer.</summary>
    public string Context => plan.Context;

    /// <summary>How many rows there are in all, if that was asked for.</summary>
    public long? Count { get; }

    /// <summary>The row that was read last.</summary>
    public DbDataReader Row => rows!.Row;

    /// <summary>When there is nothing more to read: the <c>$skiptoken</c> of the next answer; <see langword="null"/> if this is the last.</summary>
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
            isEnded = true;
            await FindNextAsync();
            return false;
        }

        if (given == 0 ? !isFirstThere : !await NextAsync())
        {
            isEnded = true;
            return false;
        }

        given++;
        return true;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (rows is not null)
        {
            await rows.DisposeAsync();
        }

        watch.Dispose();
    }

    /// <summary>Reads the first row, so that what goes wrong is known before anything is given.</summary>
    /// <param name="plan">The request.</param>
    /// <param name="page">Which part of the rows this is.</param>
    /// <param name="count">How many there are in all, if it was asked for.</param>
    /// <param name="rows">The rows; <see langword="null"/> for none.</param>
    /// <param name="maxGroups">The most groups.</param>
    /// <param name="watch">Ends what takes too long.</param>
    internal static async Task<AnalyticsRows> StartAsync(
        QueryPlan plan, AnalyticsPage page, long? count, IQueryRows? rows, int maxGroups, QueryWatch watch)
    {
        var answer = new AnalyticsRows(plan, page, count, rows, watch);
        try
        {
            answer.isFirstThere = rows is not null && await rows.ReadAsync();
            if (answer.isFirstThere
                && plan.GroupCountOrdinals.Any(o => Convert.ToInt64(rows!.Row.GetValue(o), CultureInfo.InvariantCulture) > maxGroups))
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

    private static bool IsExact(string text) =>
        decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) && number.ToString(CultureInfo.InvariantCulture) == text;

    private ValueTask<bool> NextAsync() => watch.GuardAsync(rows!.ReadAsync);

    private async ValueTask FindNextAsync()
    {
        if (page.IsSingle || page.Top == given)
        {
            return;
        }

        var order = plan.Rows.OrderBy;
        var values = plan.OrderOrdinals.Zip(order, (o, by) => Row.IsDBNull(o) ? null : Translation.SkipToken.Text(Row, o, by.Value.Kind)).ToList();
        var isExact = order.Zip(values).All(p => p.First.Value.Kind != ColumnKind.Decimal || p.Second is null || IsExact(p.Second));
        if (await NextAsync())
        {
            var top = page.Top - given;
            SkipToken = (isExact ? new SkipToken(values, 0, top).Text() : null)
                ?? new SkipToken(page.After, page.Skip + given, top).Text()
                ?? throw new QueryRefusedException("The link to the next rows is longer than can be: order by something shorter.");
        }
    }
}
