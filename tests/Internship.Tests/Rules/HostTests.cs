using Metropool.Internship.Internships;
using Metropool.Internship.Placements;
using Metropool.Testing;
using static Metropool.Internship.Tests.Rules.InternshipFileBuilder;

namespace Metropool.Internship.Tests.Rules;

/// <summary>R26 and R27: the host organisation.</summary>
public sealed class HostTests
{
    [Theory]
    [InlineData("Gemeente Utrecht", "gemeente utrecht")]
    [InlineData("Gemeente Utrecht", "Utrecht")]
    [InlineData("Gemeente Utrecht", "Gem. Utrecht")]
    [InlineData("Gemeente Utrecht", "Utrecht, gemeente")]
    [InlineData("Gemeente Utrecht", "Municipality of Utrecht")]
    [InlineData("Gemeente Utrecht", "  GEMEENTE   UTRECHT ")]
    [InlineData("Gemeente 's-Gravenhage", "Gemeente Den Haag")]
    [InlineData("Gemeente ’s-Gravenhage", "City of The Hague")]
    [InlineData("'s-Hertogenbosch", "Den Bosch")]
    [InlineData("Stichting De Voorbeelden", "De Voorbeelden")]
    [InlineData("De Voorbeelden B.V.", "Voorbeelden BV")]
    [InlineData("Súdwest-Fryslân", "Sudwest Fryslan")]
    [InlineData("Súdwest-Fryslân", "Su\u0301dwest-Frysla\u0302n")]
    [InlineData("Câmara Municipal", "camara municipal")]
    [InlineData("Gemeente Utrecht", "Gemeente Utr\u00ADecht")]
    [InlineData("Gemeente Utrecht", "Gemeente\u200B U\u2060trecht")]
    [InlineData("Gemeente Utrecht", "Ｇｅｍｅｅｎｔｅ Ｕｔｒｅｃｈｔ")]
    [InlineData("Gemeente Utrecht", "Gemeente\u2800Utrecht")]
    [InlineData("Gemeente Staphorst", "Gemeente \uFB06aphorst")]
    public void R26_A_host_is_known_by_its_name_however_it_is_written(string employer, string host) =>
        Assert.Equal(["internship.host-is-known"], Propose(employer, Host(host)));

    [Theory]
    [InlineData("Gemeente Utrecht", "Provincie Utrecht")]
    [InlineData("Gemeente Utrecht", "Politie Utrecht")]
    [InlineData("Gemeente Bergen", "Gemeente Bergen op Zoom")]
    [InlineData("Den Haag", "Haag")]
    [InlineData("Gemeente", "Gemeente Utrecht")]
    public void R26_Another_organisation_is_unknown(string employer, string host) => Assert.Empty(Propose(employer, Host(host)));

    [Fact]
    public void R26_The_number_in_the_trade_register_decides_if_both_have_one()
    {
        var known = new KnownOrganisation("Gemeente Voorbeeld", "12345678");
        Assert.True(known.Is(Host("Dienst met een andere naam", kvkNumber: "12345678")));
        Assert.False(known.Is(Host("Voorbeeld", kvkNumber: "87654321")));
        Assert.True(known.Is(Host("Voorbeeld")));
    }

    [Fact]
    public void R26_A_former_employer_is_also_known_by_the_number_of_the_organisation_with_its_name()
    {
        var builder = new InternshipFileBuilder(Some.Employer(name: "Gemeente Voorbeeld"))
        {
            KvkNumbers = new Dictionary<string, string> { [OrganisationName.Comparable("Gemeente Voorbeeld")] = "12345678", ["dienst wonen"] = "87654321" },
        };

        Assert.Equal(["internship.host-is-known"], builder.Propose(Host("Een handelsnaam", kvkNumber: "12345678")).Codes());
        Assert.Equal(
            ["internship.host-is-known"],
            builder.File
                .Propose(Proposal(Host("Voorbeeld", kvkNumber: "87654321")), builder.Rules with { Known = [new KnownOrganisation("Dienst Wonen", null)] })
                .Codes());
        Assert.Empty(builder.Propose(Host("Een handelsnaam", kvkNumber: "11111111")).Codes());
    }

    [Fact]
    public void R26_An_empty_number_does_not_count()
    {
        Assert.True(new KnownOrganisation("Gemeente Voorbeeld", "12345678").Is(Host("Voorbeeld", kvkNumber: "")));
        Assert.False(new KnownOrganisation("Gemeente Voorbeeld", "").Is(Host("Een ander", kvkNumber: "")));
    }

    [Fact]
    public void R26_Current_and_former_employers_count()
    {
        var left = Some.Employer(name: "Gemeente Vroeger") with { Until = new DateOnly(2022, 12, 31) };
        var builder = new InternshipFileBuilder(left, Some.Employer(name: "Gemeente Nu"));
        Assert.Equal(["internship.host-is-known"], builder.Propose(Host("Vroeger")).Codes());
        Assert.Equal(["internship.host-is-known"], builder.Propose(Host("Nu")).Codes());
    }

    [Fact]
    public void R26_The_stated_employment_history_counts()
    {
        var builder = new InternshipFileBuilder().WithEmploymentHistory(
            new FormerEmployer { Id = Some.Id(), Name = "Waterschap Voorbeeld", KvkNumber = "12345678" });
        Assert.Equal(["internship.host-is-known"], builder.Propose(Host("Het Waterschap Voorbeeld")).Codes());
        Assert.Equal(["internship.host-is-known"], builder.Propose(Host("Anders", kvkNumber: "12345678")).Codes());
    }

    [Fact]
    public void R26_An_approval_needs_the_employment_history() =>
        Assert.Equal(["internship.employment-history-missing"], new InternshipFileBuilder().WithProposal().Approve().Codes());

    [Fact]
    public void R26_The_approval_checks_the_host_again()
    {
        var builder = new InternshipFileBuilder().WithProposal(Proposal(Host("Provincie Voorbeeld")));
        builder.WithEmploymentHistory(new FormerEmployer { Id = Some.Id(), Name = "Provincie Voorbeeld" });
        Assert.Equal(["internship.host-is-known"], builder.Approve().Codes());
    }

    [Fact]
    public void R27_A_host_that_is_not_public_needs_a_dispensation_with_a_reason()
    {
        var builder = new InternshipFileBuilder().WithEmploymentHistory().WithProposal(Proposal(Host("Vastgoedontwikkelaar Voorbeeld", HostKind.Other)));
        Assert.Equal([PlacementWarning.HostNotPublic], builder.File.ProposedPlacement!.Warnings(builder.Settings));
        Assert.Equal(["internship.dispensation-needed"], builder.Approve().Codes());

        Assert.Null(builder.Approve(PlacementWarning.HostNotPublic).Refusal);
        var dispensation = Assert.Single(builder.File.ApprovedPlacement!.Dispensations);
        Assert.Equal((PlacementWarning.HostNotPublic, "Afgesproken"), (dispensation.Warning, dispensation.Reason));
    }

    [Fact]
    public void R27_A_foreign_public_host_has_no_warning()
    {
        var builder = new InternshipFileBuilder().WithEmploymentHistory().WithProposal(Proposal(Host("Stockholms stad", country: "SE")));
        Assert.Empty(builder.File.ProposedPlacement!.Warnings(builder.Settings));
        Assert.Null(builder.Approve().Refusal);
    }

    private static IReadOnlyList<string> Propose(string employer, HostOrganisation host)
    {
        var builder = new InternshipFileBuilder(Some.Employer(name: employer));
        return builder.Propose(Proposal(host)).Codes();
    }
}
