using System.Reflection;
using Sluice.Rows;
using Sluice.Warehouse;

namespace Sluice.Tests.Loading;

/// <summary>A warehouse that only begins transactions. A test controls each of them.</summary>
public class HeldWarehouse : DispatchProxy
{
    private readonly List<HeldTransaction> begun = [];
    private int commits;

    /// <summary>The transactions, in the order of their beginnings.</summary>
    public IReadOnlyList<HeldTransaction> Begun => begun;

    /// <summary>What happened, in order: <c>begin 1</c>, <c>commit 1</c>.</summary>
    public List<string> Events { get; } = [];

    /// <summary>Creates one.</summary>
    /// <param name="commits">How many commits may be written at a time.</param>
    public static (IWarehouse Warehouse, HeldWarehouse Held) Create(int commits)
    {
        var warehouse = Create<IWarehouse, HeldWarehouse>();
        var held = (HeldWarehouse)(object)warehouse;
        held.commits = commits;
        return (warehouse, held);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.Name == $"get_{nameof(IWarehouse.Limits)}")
        {
            return new WarehouseLimits(1, Commits: commits);
        }

        Assert.Equal(nameof(IWarehouse.BeginAsync), targetMethod.Name);
        var transaction = new HeldTransaction((LoadTarget)args![0]!, begun.Count + 1, Events);
        begun.Add(transaction);
        Events.Add($"begin {begun.Count}");
        return Task.FromResult<ILoadTransaction>(transaction);
    }
}
