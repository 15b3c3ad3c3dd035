using System.Collections.Concurrent;
using System.Reflection;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Loading;

/// <summary>A warehouse that records each call, and may fail instead.</summary>
public class CountedWarehouse : DispatchProxy
{
    private IWarehouse inner = null!;

    /// <summary>The names of the members called, in order.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>Called with the name of each member before it does anything; may throw.</summary>
    public Action<string> OnCall { get; set; } = _ => { };

    public static (IWarehouse Warehouse, CountedWarehouse Counts) Over(IWarehouse inner)
    {
        var warehouse = Create<IWarehouse, CountedWarehouse>();
        var counts = (CountedWarehouse)(object)warehouse;
        counts.inner = inner;
        return (warehouse, counts);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        Calls.Enqueue(targetMethod!.Name);
        OnCall(targetMethod.Name);
        return targetMethod.Invoke(inner, args);
    }
}
