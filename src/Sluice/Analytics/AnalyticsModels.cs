using Sluice.Analytics.Model;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Warehouse;

namespace Sluice.Analytics;

/// <summary>
/// The sets that can be requested now. If a dataset lets files add columns to its table, its set gets them within seconds, whichever
/// process has loaded the file. Safe for concurrent use.
/// </summary>
public sealed class AnalyticsModels
{
    // How old the knowledge of added columns can be.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private readonly LakeDefinition? lake;
    private readonly IAddedColumns? warehouse;
    private readonly TimeProvider time = TimeProvider.System;
    private State state;

    /// <summary>Creates models that never change.</summary>
    public AnalyticsModels(AnalyticsModel model) => state = new State(model, 0, 0);

    /// <summary>Creates the models of a lake.</summary>
    /// <param name="lake">The lake definition.</param>
    /// <param name="model">The model of the lake definition as it is.</param>
    /// <param name="warehouse">The warehouse with the added columns.</param>
    /// <param name="time">The clock.</param>
    public AnalyticsModels(LakeDefinition lake, AnalyticsModel model, IAddedColumns warehouse, TimeProvider time)
        : this(model)
    {
        (this.lake, this.warehouse, this.time) = (lake, warehouse, time);
        state = state with { ReadAt = time.GetTimestamp() - (long)(Longest.TotalSeconds * 2 * time.TimestampFrequency) };
    }

    /// <summary>The model as of the last <see cref="RefreshAsync"/>.</summary>
    public AnalyticsModel Current => Volatile.Read(ref state).Model;

    /// <summary>
    /// Looks for added columns, unless somebody has done so seconds ago, or no dataset can get any. Without the warehouse, the model stays.
    /// </summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var known = Volatile.Read(ref state);
        if (lake is null || !lake.Datasets.Any(d => d.NewColumns == NewColumnPolicy.Add) || time.GetElapsedTime(known.ReadAt) < Longest)
        {
            return;
        }

        var readAt = time.GetTimestamp();
        IReadOnlyList<AddedColumn>? added;
        try
        {
            added = await warehouse!.ReadAddedColumnsAsync(cancellationToken);
        }
        catch (WarehouseUnavailableException)
        {
            added = null;
        }

        // None goes away, so their number says whether there are new ones. Of two calls at a time, one may lose its news until the next.
        Interlocked.CompareExchange(
            ref state,
            added is null || added.Count == known.Added ? known with { ReadAt = readAt }
                : new State(AnalyticsModel.From(lake.WithAdded(added)), added.Count, readAt),
            known);
    }

    private sealed record State(AnalyticsModel Model, int Added, long ReadAt);
}
