using System.Text;
using Sluice.Analytics;
using Sluice.Analytics.Access;
using Sluice.Analytics.Model;
using Sluice.Tests.Lake;

namespace Sluice.Tests.Analytics;

/// <summary>What a caller may not see is not in the model of the caller.</summary>
public sealed class ViewTests
{
    private static readonly AnalyticsModel Model = AnalyticsModel.From(LakeFolder.Load("""
        { "resources": [
          { "name": "users", "path": "data/u/*", "sluice:write": "merge", "sluice:rows": { "partner": "city eq @claim.city" },
            "schema": { "primaryKey": "id", "fields": [
              { "name": "id", "type": "integer" }, { "name": "city" }, { "name": "salary", "type": "integer", "sluice:read": ["hr"] },
              { "name": "boss_id", "type": "integer", "sluice:read": ["hr"] }],
              "foreignKeys": [{ "fields": "boss_id", "reference": { "resource": "", "fields": "id" } }] } },
          { "name": "ads", "path": "data/a/*", "schema": { "fields": [{ "name": "user_id", "type": "integer" }],
            "foreignKeys": [{ "fields": "user_id", "reference": { "resource": "users", "fields": "id" } }] } },
          { "name": "audits", "path": "data/s/*", "sluice:read": ["hr"], "schema": { "fields": [{ "name": "user_id", "type": "integer" }],
            "foreignKeys": [{ "fields": "user_id", "reference": { "resource": "users", "fields": "id" } }] } }] }
        """));

    private static readonly string[] Datasets = ["users", "ads", "audits"];

    private readonly AnalyticsModels models = new(Model);

    [Fact]
    public void Without_a_caller_everything_is_seen_by_the_model_itself()
    {
        var view = models.ViewOf(null);

        Assert.Same(Model, view.Model);
        Assert.Empty(view.Key);
        Assert.True(view.SeesWhole("audits"));
    }

    [Fact]
    public void If_callers_are_needed_nobody_is_not_somebody_who_sees_everything() =>
        Assert.Throws<InvalidOperationException>(() => new AnalyticsModels(Model) { NeedsCaller = true }.ViewOf(null));

    [Fact]
    public void A_caller_without_a_role_of_the_app_sees_nothing() => Assert.Empty(View("hr").Model.Sets);

    [Fact]
    public void Hidden_sets_fields_and_the_ways_over_them_are_not_there()
    {
        var model = View("Reader").Model;

        Assert.Equal(["users", "ads", "files", "loads", "rejects", "changes", "remains", "reconciliation"], model.Sets.Select(s => s.Name));
        Assert.Equal(["id", "city", "_file", "_row"], model.Find("users")!.Properties.Select(p => p.Name));
        Assert.Equal(["ads"], model.Find("users")!.Navigations.Select(n => n.Name));
        Assert.Equal(["user", "file"], model.Find("ads")!.Navigations.Select(n => n.Name));
        Assert.Equal(["_loaded_at"], model.Find("users")!.Derived.Select(d => d.Property.Name));
        Assert.Equal(["ads"], model.Find("files")!.Navigations.Select(n => n.Name));
        Assert.All(model.Sets.SelectMany(s => s.Navigations), n => Assert.Same(n.Target, model.Find(n.Target.Name)));
        var text = Encoding.UTF8.GetString(new ModelDocuments(model).Xml.Span);
        Assert.All(["audits", "salary", "boss"], hidden => Assert.DoesNotContain(hidden, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Who_may_read_everything_has_all_sets_and_properties() => Assert.Equal(
        Model.Sets.Where(s => s.Name != "audit").Select(s => (s.Name, s.Properties.Count, s.Navigations.Count)),
        View("Reader", "hr").Model.Sets.Select(s => (s.Name, s.Properties.Count, s.Navigations.Count)));

    [Fact]
    public void An_operator_sees_the_ledger_but_not_the_rows_of_hidden_datasets()
    {
        var view = View("Operator");

        Assert.Contains("operations", view.Model.Sets.Select(s => s.Name));
        Assert.Same(Model.Find("loads")!.Source, view.Model.Find("loads")!.Source);
        Assert.NotSame(Model.Find("rejects")!.Source, view.Model.Find("rejects")!.Source);
        Assert.DoesNotContain("audits", view.Model.Sets.Select(s => s.Name));
    }

    [Fact]
    public void Only_auditors_see_who_has_done_what_and_they_see_nothing_else()
    {
        Assert.Equal(["audit"], View("Auditor").Model.Sets.Select(s => s.Name));
        Assert.DoesNotContain("audit", View("Operator", "hr").Model.Sets.Select(s => s.Name));
        Assert.Contains("audit", View("Reader", "Auditor").Model.Sets.Select(s => s.Name));
    }

    [Fact]
    public void A_dataset_is_seen_whole_only_with_all_fields_and_rows()
    {
        Assert.Equal([false, true, false], Datasets.Select(View("Reader").SeesWhole));
        Assert.Equal([true, true, true], Datasets.Select(View("Reader", "hr").SeesWhole));
        Assert.Equal([false, true, true], Datasets.Select(View("Reader", "hr", "partner").SeesWhole));
    }

    [Fact]
    public void Callers_who_see_the_same_share_a_view_whatever_their_other_roles_and_claims()
    {
        var one = Of(["Reader", "friend"], ("city", ["Oslo"]), ("sub", ["1"]));
        var other = Of(["Reader"], ("city", ["Rome"]));

        Assert.Same(models.ViewOf(one), models.ViewOf(other));
    }

    [Fact]
    public void Callers_of_other_claims_have_other_keys_that_do_not_tell_the_claims_but_share_the_names()
    {
        var oslo = models.ViewOf(Of(["Reader", "partner"], ("city", ["Oslo"])));
        var rome = models.ViewOf(Of(["Reader", "partner"], ("city", ["Rome"])));
        var both = models.ViewOf(Of(["Reader", "partner"], ("city", ["Oslo", "Rome"])));
        var odd = models.ViewOf(Of(["Reader", "partner"], ("city", ["Oslo\",\"Rome"])));

        Assert.Equal(4, new[] { oslo, rome, both, odd }.Select(v => v.Key).Distinct().Count());
        Assert.All([oslo, rome, both, odd], v => Assert.Matches("^[0-9a-f]{32}$", v.Key));
        Assert.Same(oslo.Model.Edm, rome.Model.Edm);
        Assert.Equal(oslo.Key, new AnalyticsModels(Model).ViewOf(Of(["partner", "Reader"], ("city", ["Oslo"]))).Key);
    }

    [Fact]
    public void Views_that_were_not_used_the_longest_are_forgotten()
    {
        var views = new Views(Model);
        var first = views.Of(Of(["Reader", "partner"], ("city", ["first"])));
        for (var i = 0; i < Views.Most + 10; i++)
        {
            views.Of(Of(["Reader", "partner"], ("city", [$"{i}"])));
            Assert.Same(first, views.Of(Of(["Reader", "partner"], ("city", ["first"]))));
        }

        Assert.Equal(Views.Most, views.Count);
    }

    private View View(params string[] roles) => models.ViewOf(Of(roles));

    private static Caller Of(string[] roles, params (string Name, string[] Values)[] claims) => new(
        "id", "name", roles.ToHashSet(), claims.ToDictionary(c => c.Name, c => (IReadOnlyList<string>)c.Values));
}
