namespace Sluice.IntegrationTests.Warehouse;

public abstract partial class WarehouseContract
{
    [Fact]
    public async Task No_more_loads_get_a_slot_than_there_are_and_a_slot_that_is_given_back_is_free()
    {
        const int Slots = 3;
        var taken = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Warehouse.TryTakeSlotAsync(Slots, Cancel)));
        var held = taken.OfType<IAsyncDisposable>().ToList();

        // Two that ask for the last one at the same time may both leave without it.
        while (await Warehouse.TryTakeSlotAsync(Slots, Cancel) is { } slot)
        {
            held.Add(slot);
        }

        Assert.Equal(Slots, held.Count);
        await held[1].DisposeAsync();
        var again = await Warehouse.TryTakeSlotAsync(Slots, Cancel);
        Assert.NotNull(again);
        Assert.Null(await Warehouse.TryTakeSlotAsync(Slots, Cancel));

        // A process with a higher limit finds more.
        await using var more = await Warehouse.TryTakeSlotAsync(Slots + 1, Cancel);
        Assert.NotNull(more);
        foreach (var slot in (IAsyncDisposable[])[held[0], held[2], again])
        {
            await slot.DisposeAsync();
        }

        await using var last = await Warehouse.TryTakeSlotAsync(Slots, Cancel);
        Assert.NotNull(last);
    }
}
