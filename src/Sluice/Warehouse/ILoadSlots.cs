namespace Sluice.Warehouse;

/// <summary>The limit of loads at a time, over all processes that share the warehouse.</summary>
public interface ILoadSlots
{
    /// <summary>Takes one of the slots. It is held until it is disposed or its holder dies.</summary>
    /// <param name="slots">How many there are.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The slot, or <see langword="null"/> if all are taken.</returns>
    Task<IAsyncDisposable?> TryTakeSlotAsync(int slots, CancellationToken cancellationToken);
}
