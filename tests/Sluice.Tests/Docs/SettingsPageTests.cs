using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Sluice.AzureStorage;
using Sluice.Hosting;

namespace Sluice.Tests.Docs;

/// <summary>docs/settings.md lists the settings that the app reads, with their values and defaults.</summary>
public sealed partial class SettingsPageTests
{
    // The host reads them. The app only refuses more than one worker, if its warehouse can have only one.
    private const string OfTheHost = "FUNCTIONS_WORKER_";

    public static TheoryData<string> WithDefault => NamesOf(s => s.DefaultValue is not null);

    public static TheoryData<string> WithBounds => NamesOf(s => Bounds().IsMatch(s.Values));

    public static TheoryData<string> WithWords => NamesOf(s => IsWords(s) && !s.Name.StartsWith(OfTheHost, StringComparison.Ordinal));

    // Another setting takes its place.
    public static TheoryData<string> Required => NamesOf(s => s.IsRequired && s.Name != HostStorageSettings.Name);

    [Fact]
    public void The_page_has_every_setting_that_the_app_reads_and_no_other() => Assert.Equal(
        SettingsPage.ReadByTheApp().Append(HostStorageSettings.Name).Order(StringComparer.Ordinal),
        SettingsPage.All.Select(s => s.Name).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(WithDefault))]
    public void A_default_is_what_it_means_to_leave_the_setting_out(string name)
    {
        var settings = SettingsPage.Enough();
        settings.Remove(name);

        Assert.Equal(Read(settings), Read(With(settings, name, Find(name).DefaultValue!)));
    }

    [Theory]
    [MemberData(nameof(WithBounds))]
    public void A_number_has_the_bounds_that_the_page_says(string name)
    {
        var bounds = Bounds().Match(Find(name).Values);
        var (least, most) = (Number(bounds.Groups[1]), Number(bounds.Groups[2]));
        Assert.All([least, most], n => Assert.True(IsAccepted(name, Text(n)), Text(n)));
        Assert.All([least - 1, most + 1], n => Assert.False(IsAccepted(name, Text(n)), Text(n)));
        Assert.NotEqual(
            Read(With(SettingsPage.Enough(), name, Text(least))), Read(With(SettingsPage.Enough(), name, Text(least + 1))));

        static long Number(Group digits) => long.Parse(digits.Value, CultureInfo.InvariantCulture);

        static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
    }

    [Theory]
    [MemberData(nameof(WithWords))]
    public void The_words_of_a_setting_are_those_that_are_accepted(string name)
    {
        Assert.All(PageTable.Spans(Find(name).Values), w => Assert.True(IsAccepted(name, w), w));
        Assert.False(IsAccepted(name, "other"));
    }

    [Theory]
    [MemberData(nameof(Required))]
    public void Without_a_required_setting_the_app_does_not_start_and_names_it(string name)
    {
        var settings = SettingsPage.Enough();
        settings.Remove(name);
        settings.Remove($"{name}__blobServiceUri");

        var fault = Assert.Throws<SluiceSettingsException>(() => Read(settings));
        Assert.Contains($"The setting {name} is missing", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_pause_between_attempts_has_the_bound_that_the_page_says()
    {
        const string Name = "Load__RetryPause";
        Assert.Equal("a time up to 12:00:00", Find(Name).Values);
        Assert.True(IsAccepted(Name, "12:00:00"));
        Assert.False(IsAccepted(Name, "12:00:01"));
        Assert.False(IsAccepted(Name, "00:00:00"));
    }

    private static TheoryData<string> NamesOf(Func<SettingsPage, bool> condition) =>
        [.. SettingsPage.All.Where(condition).Select(s => s.Name)];

    private static SettingsPage Find(string name) => SettingsPage.All.Single(s => s.Name == name);

    private static bool IsWords(SettingsPage setting) => WordList().IsMatch(setting.Values);

    private static Dictionary<string, string?> With(Dictionary<string, string?> settings, string name, string value) =>
        new(settings) { [name] = value };

    private static bool IsAccepted(string name, string value)
    {
        try
        {
            Read(With(SettingsPage.Enough(), name, value));
            return true;
        }
        catch (SluiceSettingsException e)
        {
            // Of two settings that do not go together, the other one may be wrong.
            return !Regex.IsMatch(e.Message, $@"\b{name}\b");
        }
    }

    /// <summary>All that is read, as a text.</summary>
    private static string Read(Dictionary<string, string?> settings)
    {
        var read = SettingsPage.Read(settings, out _);
        return JsonSerializer.Serialize(new
        {
            read.LakeDefinition,
            read.SweepSchedule,
            Source = read.BlobTriggerSource.ToString(),
            Provider = read.WarehouseProvider.Name,
            read.Loader,
            read.Retention,
            read.Query,
        });
    }

    [GeneratedRegex(@"^(\d+) to (\d+)$")]
    private static partial Regex Bounds();

    [GeneratedRegex(@"^`\w+`(, `\w+`)*$")]
    private static partial Regex WordList();
}
