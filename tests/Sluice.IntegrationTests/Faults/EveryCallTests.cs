using System.Globalization;
using Sluice.Lake.Definition;

namespace Sluice.IntegrationTests.Faults;

/// <summary>
/// Each call that a load makes to the storage and the warehouse fails, one after the other, in each way, once or from then on. After that,
/// a sweep leaves what a load without faults leaves. By default a part of the calls fails, and with <c>SLUICE_THOROUGH=1</c> each.
/// </summary>
public sealed class EveryCallTests(ITestOutputHelper output)
{
    private const string Other = "id,city\n3,other\n6,z\n";
    private const string Short = "id,city\n1,a\n2,b\nx,c\n3,d\n4,e\n";
    private const string Long = Short + "5,f\ny,g\n6,h\n7,i";
    private const string New = "id,city\n2,B\n3,D\nz,c\n5,k\n";

    // By default every so many calls, beginning at another one for each kind of fault.
    private static readonly int Step = Effort.Of(61, 1);

    /// <summary>What happens to a file.</summary>
    public enum Event
    {
        Added,
        Grown,
        Replaced,
        Resumed,
        Reloaded,
        Removed,
    }

    public static TheoryData<WriteMode, Event> Loads
    {
        get
        {
            var modes = Enum.GetValues<WriteMode>();
            return new(
                from mode in modes
                from what in Enum.GetValues<Event>()
                where Effort.IsThorough || modes[(int)what % modes.Length] == mode
                select (mode, what));
        }
    }

    [Theory]
    [MemberData(nameof(Loads))]
    public async Task A_sweep_after_a_call_has_failed_leaves_what_a_load_without_faults_leaves(WriteMode mode, Event what)
    {
        var (expected, _) = await RunAsync(mode, what, _ => { });
        var (points, number) = (0, 0);
        foreach (var fault in Fault.All)
        {
            foreach (var lasting in (bool[])[false, true])
            {
                var hasFailed = true;
                for (var call = 1 + (number++ % Step); hasFailed; call += Step)
                {
                    var (found, failed) = await RunAsync(mode, what, p => p.Arm(fault, call, lasting));
                    hasFailed = failed;
                    points += failed ? 1 : 0;
                    Assert.True(
                        expected.SequenceEqual(found),
                        string.Create(CultureInfo.InvariantCulture, $"""
                            {mode}, {what}: {fault.Name} at call {call}{(lasting ? " and all later ones" : "")} leaves
                            {string.Join('\n', found)}
                            instead of
                            {string.Join('\n', expected)}
                            """));
                }
            }
        }

        Assert.True(points > 0);
        output.WriteLine($"{points} points.");
    }

    private static async Task<(IReadOnlyList<string> Left, bool HasFailed)> RunAsync(WriteMode mode, Event what, Action<FaultPoints> arm)
    {
        await using var world = await FaultWorld.CreateAsync(mode);
        world.Write("b.csv", Other);
        await world.LoadAsync("b.csv");
        await PrepareAsync(world, mode, what);
        arm(world.Points);
        await (what switch
        {
            Event.Reloaded => world.ReloadAsync("a.csv"),
            Event.Removed => world.RemoveAsync("a.csv"),
            _ => world.LoadAsync("a.csv"),
        });
        var hasFailed = world.Points.HasFailed;
        world.Points.Disarm();
        if (what == Event.Reloaded)
        {
            // Who asked for it asks again. A sweep keeps rows of an earlier definition.
            await world.ReloadAsync("a.csv");
        }

        await world.RecoverAsync();
        return (await world.DescribeAsync(), hasFailed);
    }

    private static async Task PrepareAsync(FaultWorld world, WriteMode mode, Event what)
    {
        world.Write("a.csv", what == Event.Resumed ? Long : Short);
        if (what == Event.Added)
        {
            return;
        }

        if (what == Event.Resumed)
        {
            world.Points.Arm(Fault.Unavailable, 2, only: "CommitAsync");
        }

        await world.LoadAsync("a.csv");
        world.Points.Disarm();
        switch (what)
        {
            case Event.Grown:
                world.Write("a.csv", Long);
                break;
            case Event.Replaced:
                world.Write("a.csv", New);
                break;
            case Event.Reloaded:
                await world.DefineAsync(mode, most: 3);
                break;
            case Event.Removed:
                await world.Lake.DeleteAsync(FaultWorld.PathOf("a.csv"), CancellationToken.None);
                break;
        }
    }
}
