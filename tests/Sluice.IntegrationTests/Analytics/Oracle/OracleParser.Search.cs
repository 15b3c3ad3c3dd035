namespace Sluice.IntegrationTests.Analytics.Oracle;

/// <content>Searches.</content>
internal sealed partial class OracleParser
{
    /// <summary>A condition of <c>$search</c>.</summary>
    public Value Search()
    {
        var left = SearchAll();
        while (Take("OR"))
        {
            var (a, b) = (left, SearchAll());
            left = (it, rows) => Bool(a(it, rows)) == true || Bool(b(it, rows)) == true;
        }

        return left;
    }

    private Value SearchAll()
    {
        var left = SearchTerm();
        while (Take("AND") || Peek is not ("" or ")" or "OR" or ","))
        {
            var (a, b) = (left, SearchTerm());
            left = (it, rows) => Bool(a(it, rows)) == true && Bool(b(it, rows)) == true;
        }

        return left;
    }

    private Value SearchTerm()
    {
        if (Take("NOT"))
        {
            var operand = SearchTerm();
            return (it, rows) => Bool(operand(it, rows)) != true;
        }

        if (Take("("))
        {
            var inner = Search();
            Expect(")");
            return inner;
        }

        var term = Next().Trim('"').ToLowerInvariant();
        return (it, _) => it.Values.Values.OfType<string>().Any(t => t.ToLowerInvariant().Contains(term, StringComparison.Ordinal));
    }
}
