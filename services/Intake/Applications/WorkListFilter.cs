using System.ComponentModel.DataAnnotations;
using Metropool.Contracts.Intake;
using Microsoft.AspNetCore.Mvc;

namespace Metropool.Intake.Applications;

/// <summary>The filters and the order of the work list, which list, search and export share.</summary>
internal record WorkListFilter
{
    /// <summary>Only of this edition. Without it: of every edition whose dean, programme manager or project manager you are.</summary>
    [FromQuery(Name = "editionId")]
    public Guid? EditionId { get; init; }

    /// <summary>Only with this status.</summary>
    [FromQuery(Name = "status")]
    public ApplicationStatus? Status { get; init; }

    /// <summary>Only those that wait for this step.</summary>
    [FromQuery(Name = "nextStep")]
    public NextStep? NextStep { get; init; }

    /// <summary>Only with this progress of the interview.</summary>
    [FromQuery(Name = "interview")]
    public InterviewProgress? Interview { get; init; }

    /// <summary>Only those whose last known employer is this organisation.</summary>
    [FromQuery(Name = "organisationId")]
    public Guid? OrganisationId { get; init; }

    /// <summary>Only those whose last known employer is connected to an organisation (true), or known by name only (false).</summary>
    [FromQuery(Name = "employerConnected")]
    public bool? EmployerConnected { get; init; }

    /// <summary>Only those with an interview, booked or held, that has this person on its panel.</summary>
    [FromQuery(Name = "panelMemberId")]
    public Guid? PanelMemberId { get; init; }

    /// <summary>
    /// The order. By default a list is in the order of starting, and a search or an export by name. By waiting time, an application that changes while you read
    /// the list may come twice.
    /// </summary>
    [FromQuery(Name = "order"), EnumDataType(typeof(WorkListOrder))]
    public WorkListOrder? Order { get; init; }
}

/// <summary>The orders of the work list.</summary>
internal enum WorkListOrder
{
    /// <summary>The order in which the applications were started.</summary>
    Started,

    /// <summary>Surname, call name, prefix.</summary>
    Name,

    /// <summary>The longest waiting first.</summary>
    Waiting,
}
