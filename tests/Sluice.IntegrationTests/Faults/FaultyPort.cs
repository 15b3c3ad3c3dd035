using System.Reflection;
using System.Runtime.ExceptionServices;
using Sluice.Lake;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Faults;

/// <summary>A port whose calls may fail, with the transactions and streams that it gives.</summary>
public class FaultyPort : DispatchProxy
{
    private static readonly MethodInfo Task = Method(nameof(RunAsync));
    private static readonly MethodInfo Items = Method(nameof(ListAsync));
    private object inner = null!;
    private FaultPoints points = null!;

    /// <summary>Wraps a port.</summary>
    internal static T Over<T>(T inner, FaultPoints points)
        where T : class
    {
        var port = Create<T, FaultyPort>();
        var faulty = (FaultyPort)(object)port;
        (faulty.inner, faulty.points) = (inner, points);
        return port;
    }

    private bool IsStorage => inner is ILakeStorage;

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var type = targetMethod!.ReturnType;
        if (type == typeof(Task))
        {
            return points.RunAsync(targetMethod.Name, IsStorage, async () =>
            {
                await (Task)Call(targetMethod, args)!;
                return true;
            });
        }

        var kind = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        var run = kind == typeof(Task<>) ? Task : kind == typeof(IAsyncEnumerable<>) ? Items : null;
        return run is null
            ? Call(targetMethod, args)
            : run.MakeGenericMethod(type.GetGenericArguments()).Invoke(this, [targetMethod, args]);
    }

    private Task<T> RunAsync<T>(MethodInfo method, object?[]? args) => points.RunAsync(
        method.Name, IsStorage, async () => (T)Wrap(await (Task<T>)Call(method, args)!)!);

    private async IAsyncEnumerable<T> ListAsync<T>(MethodInfo method, object?[]? args)
    {
        await points.RunAsync(method.Name, IsStorage, () => System.Threading.Tasks.Task.FromResult(true));
        await foreach (var item in (IAsyncEnumerable<T>)Call(method, args)!)
        {
            yield return item;
        }
    }

    private object? Wrap(object? result) => result switch
    {
        ILoadTransaction transaction => Over(transaction, points),
        Stream stream => new FaultyStream(stream, points),
        _ => result,
    };

    private object? Call(MethodInfo method, object?[]? args)
    {
        try
        {
            return method.Invoke(inner, args);
        }
        catch (TargetInvocationException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerException!);
            throw;
        }
    }

    private static MethodInfo Method(string name) => typeof(FaultyPort).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Instance)!;
}
