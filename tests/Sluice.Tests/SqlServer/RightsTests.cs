using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Sluice.Tests.SqlServer;

/// <summary>The script that gives the app its rights in the database.</summary>
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
    public void Nobody_else_is_given_anything()
    {
        Assert.Equal(5, Of<GrantStatement>().Count);
        var member = Assert.IsType<AddMemberAlterRoleAction>(Assert.Single(Of<AlterRoleStatement>()).Action).Member.Value;
        Assert.Equal("$(identity)", member);
        Assert.Empty(Of<CreateUserStatement>());
        Assert.Equal(
            ["CREATE SCHEMA lake AUTHORIZATION dbo", "CREATE SCHEMA sluice AUTHORIZATION dbo", "@user"],
            Of<ExecuteStatement>().Select(Executed));
    }

    [Fact]
    public void The_identity_is_a_user_by_its_client_id_so_that_nobody_has_to_look_it_up_and_there_is_no_password()
    {
        var user = Assert.IsType<BinaryExpression>(Declared("@user").Value);
        Assert.Equal(", TYPE = E;", Assert.IsType<StringLiteral>(user.SecondExpression).Value);
        var start = Assert.IsType<BinaryExpression>(user.FirstExpression);
        Assert.Equal("CREATE USER [$(identity)] WITH SID = ", Assert.IsType<StringLiteral>(start.FirstExpression).Value);
        Assert.Equal("CONVERT(nvarchar(34), @sid, 1)", TextOf(start.SecondExpression));
        Assert.Equal("CONVERT(varbinary(16), CONVERT(uniqueidentifier, N'$(client)'))", TextOf(Declared("@sid").Value));
    }

    [Fact]
    public void An_identity_that_was_made_anew_takes_the_place_of_the_one_of_its_name()
    {
        var drop = Assert.Single(Of<DropUserStatement>());
        Assert.Equal("$(identity)", drop.Name.Value);
        var condition = Assert.IsType<ExistsPredicate>(Assert.Single(Of<IfStatement>(), i => i.ThenStatement == drop).Predicate);
        Assert.Equal("(SELECT 1 FROM sys.database_principals WHERE name = N'$(identity)' AND sid <> @sid)", TextOf(condition));
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

    private static DeclareVariableElement Declared(string name) =>
        Assert.Single(Of<DeclareVariableElement>(), d => d.VariableName.Value == name);

    private static string Executed(ExecuteStatement statement) =>
        Assert.Single(Assert.IsType<ExecutableStringList>(statement.ExecuteSpecification.ExecutableEntity).Strings) is StringLiteral literal
            ? literal.Value
            : TextOf(((ExecutableStringList)statement.ExecuteSpecification.ExecutableEntity).Strings[0]);

    private static string TextOf(TSqlFragment fragment) =>
        string.Concat(fragment.ScriptTokenStream.Skip(fragment.FirstTokenIndex)
            .Take(fragment.LastTokenIndex - fragment.FirstTokenIndex + 1).Select(t => t.Text));

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
