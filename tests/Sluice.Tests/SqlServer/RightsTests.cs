using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Sluice.Tests.SqlServer;

/// <summary>The script that lets the app into the database.</summary>
public class RightsTests
{
    private static readonly TSqlFragment Script = Read();

    [Fact]
    public void The_app_can_make_and_fill_tables_in_its_two_schemas_and_do_nothing_else() =>
        Assert.Equal(
            [
                "CREATE TABLE, CREATE VIEW",
                "ALTER, SELECT, INSERT, UPDATE, DELETE ON Schema lake",
                "ALTER, SELECT, INSERT, UPDATE, DELETE ON Schema sluice",
            ],
            GrantsTo("sluice_application"));

    [Fact]
    public void An_analyst_can_read() =>
        Assert.Equal(["SELECT ON Schema lake", "SELECT ON Schema sluice"], GrantsTo("sluice_analyst"));

    [Fact]
    public void Nobody_else_is_given_anything_and_there_is_no_password()
    {
        var users = Of<CreateUserStatement>();

        Assert.Equal("[$(identity)]", $"[{Assert.Single(users).Name.Value}]");
        Assert.All(users, u => Assert.Equal(UserLoginOptionType.External, u.UserLoginOption.UserLoginOptionType));
        Assert.Equal(5, Of<GrantStatement>().Count);
        Assert.Single(Of<AlterRoleStatement>());
    }

    private static TSqlFragment Read()
    {
        var script = new TSql170Parser(true, SqlEngineType.SqlAzure).Parse(
            new StringReader(File.ReadAllText(Path.Combine(RepositoryRoot.Path, "infra", "sql", "rights.sql"))), out var errors);
        Assert.Empty(errors.Select(e => $"{e.Line}: {e.Message}"));
        return script;
    }

    private static IEnumerable<string> GrantsTo(string role) => Of<GrantStatement>()
        .Where(g => g.Principals.Select(p => p.Identifier.Value).Contains(role))
        .Select(g => string.Join(", ", g.Permissions.Select(p => string.Join(' ', p.Identifiers.Select(i => i.Value))))
            + (g.SecurityTargetObject is { } target
                ? $" ON {target.ObjectKind} {string.Join('.', target.ObjectName.MultiPartIdentifier.Identifiers.Select(i => i.Value))}"
                : ""));

    private static List<T> Of<T>()
        where T : TSqlFragment
    {
        var found = new Finder<T>();
        Script.Accept(found);
        return found.Found;
    }

    private sealed class Finder<T> : TSqlFragmentVisitor
        where T : TSqlFragment
    {
        public List<T> Found { get; } = [];

        public override void Visit(TSqlFragment fragment)
        {
            if (fragment is T found)
            {
                Found.Add(found);
            }
        }
    }
}
