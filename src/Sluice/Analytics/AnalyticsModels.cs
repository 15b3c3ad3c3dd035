using Sluice.Analytics.Access;
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
    public AnalyticsModels(AnalyticsModel model) => state = new State(new Views(model), 0, 0);

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
    public AnalyticsModel Current => Volatile.Read(ref state).Views.Model;

    /// <summary>Whether nobody sees anything without having signed in.</summary>
    public bool NeedsCaller { get; init; }

    /// <summary>What a caller sees, as of the last <see cref="RefreshAsync"/>.</summary>
    /// <param name="caller">The caller; <see langword="null"/> for the owner of the app, who sees everything.</param>
    /// <exception cref="InvalidOperationException">There must be a caller. The host has let a request pass that nobody signed in for.
    /// </exception>
    public View ViewOf(Caller? caller) => caller is null && NeedsCaller
        ? throw new InvalidOperationException("Nobody has signed in, so nothing can be seen.")
        : Volatile.Read(ref state).Views.Of(caller);

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
                : new State(new Views(AnalyticsModel.From(lake.WithAdded(added))), added.Count, readAt),
            known);
    }

    private sealed record State(Views Views, int Added, long ReadAt);
}
