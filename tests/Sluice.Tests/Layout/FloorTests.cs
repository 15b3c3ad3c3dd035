using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Sluice.Analytics.Model;
using Sluice.AzureStorage;
using Sluice.DuckDb;
using Sluice.Folder;
using Sluice.Functions;
using Sluice.Hosting;
using Sluice.Loading;
using Sluice.Local.Storage;
using Sluice.SqlServer;
using Assembly = System.Reflection.Assembly;

namespace Sluice.Tests.Layout;

/// <summary>Which part of the code may use which.</summary>
public sealed partial class FloorTests
{
    private static readonly Assembly Core = typeof(Loader).Assembly;

    private static readonly Assembly[] Adapters =
        [typeof(AzureLake).Assembly, typeof(DuckDbWarehouse).Assembly, typeof(FolderLake).Assembly, typeof(SqlServerWarehouse).Assembly];

    private static readonly Assembly Hosting = typeof(SluiceSettings).Assembly;

    private static readonly Assembly[] Hosts = [typeof(SluiceApplication).Assembly, typeof(LocalHome).Assembly];

    private static readonly Lazy<IReadOnlyList<IType>> Types = new(() =>
        [.. new ArchLoader().LoadAssemblies([Core, .. Adapters, Hosting, .. Hosts]).Build().Types]);

    private static readonly Lazy<IReadOnlyList<(string From, string To, string Why)>> Sights = new(() =>
        [.. Types.Value
            .SelectMany(t => t.Dependencies)
            .Select(d => (From: RoomOf(d.Origin), To: RoomOf(d.Target), Why: $"{d.Origin.FullName} sees {d.Target.FullName}"))
            .Where(s => s.From != s.To && IsOurs(s.From) && IsOurs(s.To))
            .Distinct()]);

    [Fact]
    public void Every_room_of_the_core_is_drawn_in_the_architecture_document()
    {
        var rooms = SourceFile.All.Where(f => f.Project == "Sluice").Select(f => f.Namespace).Distinct();

        Assert.Equal(rooms.Order(StringComparer.Ordinal), Floors.Rooms.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_room_of_the_core_sees_only_rooms_of_floors_below() =>
        Assert.Empty(Sights.Value.Where(s => Floors.Of(s.To) >= Floors.Of(s.From)).Select(s => s.Why));

    [Fact]
    public void It_names_no_others_for_their_constants_either() =>
        // A compiled type no longer shows its constants. Usings do, and an unneeded using does not compile. A nested room needs no using
        // for its outer room, so uses of the outer room's constants do not show.
        Assert.Empty(
            from file in SourceFile.All
            from seen in file.Usings
            where Floors.Of(seen) >= Floors.Of(file.Namespace)
            select $"{file.Path} uses {seen}");

    [Fact]
    public void Rooms_of_a_project_make_no_circle()
    {
        var projects = SourceFile.All.Select(f => (f.Namespace, f.Project)).Distinct().ToDictionary(f => f.Namespace, f => f.Project);
        var seen = Sights.Value.Select(s => (s.From, s.To))
            .Concat(from file in SourceFile.All from used in file.Usings select (From: file.Namespace, To: used))
            .Where(s => s.From != s.To
                && projects.TryGetValue(s.From, out var from) && projects.TryGetValue(s.To, out var to) && from == to)
            .ToLookup(s => s.From, s => s.To);

        Assert.All(projects.Keys, room =>
            Assert.False(CanReach(seen, room, room), $"{room} is on a circle: it sees {string.Join(", ", seen[room].Distinct())}."));
    }

    [Fact]
    public void The_core_sees_neither_adapters_nor_hosts() =>
        Assert.Empty(References(Core).Intersect([.. Adapters.Select(NameOf), NameOf(Hosting), .. Hosts.Select(NameOf)]));

    [Fact]
    public void Only_hosts_register_functions_of_requests_in_the_process() =>
        Assert.Equal(
            [typeof(SluiceServices).FullName],
            Types.Value.Where(t => t.Dependencies.Any(d => d.Target.FullName == typeof(UriFunctions).FullName))
                .Select(t => t.FullName)
                .Where(n => !n.StartsWith(typeof(UriFunctions).FullName!, StringComparison.Ordinal)));

    [Fact]
    public void An_adapter_sees_the_core_and_no_other_adapter() =>
        Assert.All(Adapters, a => Assert.Equal([NameOf(Core)], References(a).Where(IsOurs)));

    [Fact]
    public void A_host_sees_what_hosts_share_and_no_other_host() =>
        Assert.All(Hosts.Append(Hosting), h => Assert.Empty(References(h).Intersect(Hosts.Select(NameOf))));

    [Fact]
    public void Triggers_and_endpoints_see_no_adapter()
    {
        string[] adapters = [.. Adapters.Select(NameOf)];

        Assert.Empty(Sights.Value.Where(s => FaceToTheWorld().IsMatch(s.From) && IsAdapter(s.To)).Select(s => s.Why));

        // Constants show in usings only.
        Assert.Empty(
            from file in SourceFile.All
            where FaceToTheWorld().IsMatch(file.Namespace)
            from used in file.Usings
            where IsAdapter(used)
            select $"{file.Path} uses {used}");

        bool IsAdapter(string name) =>
            Array.Exists(adapters, a => name == a || name.StartsWith($"{a}.", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_namespace_is_the_folder_of_its_file() =>
        Assert.Empty(SourceFile.All.Where(f => f.Namespace != f.Folder).Select(f => $"{f.Path} has {f.Namespace}"));

    [Fact]
    public void The_test_sees_what_types_see()
    {
        Assert.Contains(Sights.Value, s => (s.From, s.To) == ("Sluice.Loading", "Sluice.Warehouse"));
        Assert.Contains(Sights.Value, s => (s.From, s.To) == ("Sluice.DuckDb.Loading", "Sluice.Rows"));
        Assert.Contains(SourceFile.All, f => f.Namespace == "Sluice.Loading" && f.Usings.Contains("Sluice.Lake"));
    }

    private static bool CanReach(ILookup<string, string> seen, string from, string to)
    {
        HashSet<string> reached = [];
        Stack<string> next = new(seen[from]);
        while (next.TryPop(out var room))
        {
            if (reached.Add(room))
            {
                foreach (var further in seen[room])
                {
                    next.Push(further);
                }
            }
        }

        return reached.Contains(to);
    }

    private static string RoomOf(IType type) => type.Namespace?.FullName ?? "";

    private static bool IsOurs(string name) => name == "Sluice" || name.StartsWith("Sluice.", StringComparison.Ordinal);

    private static string NameOf(Assembly assembly) => assembly.GetName().Name!;

    private static IEnumerable<string> References(Assembly assembly) => assembly.GetReferencedAssemblies().Select(a => a.Name!);

    [GeneratedRegex(@"\.(Triggers|WebJobs|Http)(\.|$)")]
    private static partial Regex FaceToTheWorld();
}
