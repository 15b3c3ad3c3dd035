using System.Text.Json;
using System.Text.RegularExpressions;
using Sluice.Analytics.Model;
using Sluice.Analytics.Queries;
using Sluice.Analytics.Requests;
using Sluice.Analytics.Translation;
using Sluice.Lake.Reading;
using Sluice.Text;

namespace Sluice.Analytics.Reports;

/// <summary>Reads reports, and checks each as a request for it would be.</summary>
/// <param name="model">The model of the lake definition.</param>
internal sealed partial class ReportReader(AnalyticsModel model)
{
    private static readonly string[] Known = ["name", "title", "question", "dataset", "options", "filters", "chart"];
    private static readonly string[] KnownOptions = ["$apply", "$compute", "$filter", "$orderby", "$select", "$expand", "$top"];

    private readonly QueryPlanner planner = new(model, new QueryLimits(), TimeProvider.System);

    /// <summary>Reads a file of reports. Invalid reports are recorded as errors and left out.</summary>
    public List<Report> Read(DescriptorNode root)
    {
        List<Report> reports = [];
        if (!root.IsObject("The file of reports") || root.Find("reports") is not { } all)
        {
            root.Error("The file must have 'reports': an array of at least one report.");
            return reports;
        }

        if (!all.IsFilledArray("'reports'"))
        {
            return reports;
        }

        foreach (var node in all.Items)
        {
            if (node.IsObject("A report") && Read(node, reports) is { } report)
            {
                reports.Add(report);
            }
        }

        return reports;
    }

    /// <summary>A report for the rows of this model, or <see langword="null"/> if the model does not have all that it names.</summary>
    public Report? Find(Report report)
    {
        if (model.Find(report.Set.Name) is not { } set)
        {
            return null;
        }

        try
        {
            var properties = planner.Plan(new AnalyticsRequest { Set = set, Options = report.Options, IsWhole = true }).Properties;
            foreach (var name in report.Filters.Keys)
            {
                planner.Plan(new AnalyticsRequest { Set = set, Options = Example(name).Apply(report.Options, report.Filters) });
            }

            // A report of all properties can be planned without some of them, but its chart may need these.
            var paths = report.Properties.SelectMany(p => Paths("", p));
            return properties.SelectMany(p => Paths("", p)).SequenceEqual(paths, StringComparer.Ordinal)
                ? report with { Set = set, Properties = properties }
                : null;
        }
        catch (QueryRefusedException)
        {
            return null;
        }
    }

    private static ReportFilter Example(string name) => name == ReportFilter.Date
        ? new ReportFilter { From = DateOnly.MinValue, To = DateOnly.MinValue }
        : new ReportFilter { Values = new Dictionary<string, string> { [name] = "" } };

    private Report? Read(DescriptorNode node, List<Report> before)
    {
        foreach (var (property, child) in node.Properties.Where(p => !Known.Contains(p.Name)))
        {
            child.Error($"A report has no '{property}'; it has {string.Join(", ", Known)}.");
        }

        var name = Text(node, "name");
        if (name is not null && !Name().IsMatch(name))
        {
            node.Error("name", "The name of a report must be lower-case letters, digits and '-', at most 60.");
        }
        else if (before.Any(r => r.Name == name))
        {
            node.Error("name", $"Another report has the name '{name}'.");
        }

        var (title, question, set) = (Text(node, "title"), Text(node, "question"), ReadSet(node));
        var options = ReadOptions(node);
        var filters = ReadTexts(node.Find("filters"), "filters");
        if (name is null || title is null || question is null || set is null)
        {
            return null;
        }

        var properties = Check(node, set, options, filters);
        return properties is not null && ReadChart(node, properties) is { } chart
            ? new Report
            {
                Name = name,
                Title = title,
                Question = question,
                Set = set,
                Options = options,
                Filters = filters,
                Chart = chart,
                Properties = properties,
            }
            : null;
    }

    private static string? Text(DescriptorNode node, string name)
    {
        if (node.Find(name) is not { } property)
        {
            node.Error($"A report must have '{name}'.");
            return null;
        }

        var text = property.AsString($"'{name}'");
        if (text is not null && string.IsNullOrWhiteSpace(text))
        {
            property.Error($"'{name}' must not be empty.");
            return null;
        }

        return text;
    }

    private EntitySet? ReadSet(DescriptorNode node)
    {
        if (Text(node, "dataset") is not { } name)
        {
            return null;
        }

        if (model.Find(name) is { } set)
        {
            return set;
        }

        var sets = model.Sets.Select(s => s.Name).ToList();
        node.Error("dataset", $"There is no dataset '{name}'; the sets are {string.Join(", ", sets)}.{Suggestion.For(name, sets)}");
        return null;
    }

    private static Dictionary<string, string> ReadOptions(DescriptorNode node)
    {
        var options = ReadTexts(node.Find("options"), "options");
        foreach (var unknown in options.Keys.Except(KnownOptions).ToList())
        {
            node.Error($"options/{unknown}", $"A report has no option '{unknown}'; it can have {string.Join(", ", KnownOptions)}.");
            options.Remove(unknown);
        }

        return options;
    }

    private static Dictionary<string, string> ReadTexts(DescriptorNode? node, string what)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (node is not null && node.IsObject($"'{what}'"))
        {
            foreach (var (name, child) in node.Properties)
            {
                if (child.AsString($"'{name}'") is { } text)
                {
                    texts[name] = text;
                }
            }
        }

        return texts;
    }

    private IReadOnlyList<ResultProperty>? Check(
        DescriptorNode node, EntitySet set, IReadOnlyDictionary<string, string> options, IReadOnlyDictionary<string, string> filters)
    {
        try
        {
            // The rows become a chart, a table and a CSV, so each row must be one line.
            var properties = planner.Plan(new AnalyticsRequest { Set = set, Options = options, IsWhole = true }).Properties;
            foreach (var name in filters.Keys)
            {
                CheckFilter(node, name, new AnalyticsRequest { Set = set, Options = Example(name).Apply(options, filters) });
            }

            return properties;
        }
        catch (QueryRefusedException exception)
        {
            node.Error("options", exception.Message);
            return null;
        }
    }

    private void CheckFilter(DescriptorNode node, string name, AnalyticsRequest request)
    {
        try
        {
            planner.Plan(request);
        }
        catch (QueryRefusedException exception)
        {
            node.Error(
                $"filters/{name}",
                $"The property must be a {(name == ReportFilter.Date ? "date or timestamp" : "text")} of the dataset. {exception.Message}");
        }
    }

    private static JsonElement? ReadChart(DescriptorNode node, IReadOnlyList<ResultProperty> properties)
    {
        if (node.Find("chart") is not { } chart)
        {
            node.Error("A report must have 'chart': a Vega-Lite specification without data.");
            return null;
        }

        if (!chart.IsObject("'chart'"))
        {
            return null;
        }

        if (chart.Find("data") is { } data)
        {
            data.Error("A chart must not have its own data: its data are the rows of the report.");
        }

        var known = ChartFields.Made(chart).Concat(properties.SelectMany(p => Paths("", p))).ToHashSet(StringComparer.Ordinal);
        foreach (var field in ChartFields.Used(chart).Where(f => f.AsString("'field'") is { } text && !known.Contains(text)))
        {
            field.Error(
                $"The rows have no '{field.AsString("'field'")}'; they have {string.Join(", ", known.Order(StringComparer.Ordinal))}.");
        }

        return JsonElement.Parse(chart.RawText);
    }

    // In Vega-Lite, a name with dots refers to nested objects.
    private static IEnumerable<string> Paths(string prefix, ResultProperty property) => property.Members is null
        ? [prefix + property.Name]
        : property.Members.SelectMany(m => Paths($"{prefix}{property.Name}.", m));

    [GeneratedRegex("^[a-z0-9](-?[a-z0-9]){0,59}$")]
    private static partial Regex Name();
}
