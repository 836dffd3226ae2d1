using Metropool.Hosting;
using Metropool.Http;
using Metropool.Intake;
using Metropool.Intake.Agreements;
using Metropool.Intake.Applications;
using Metropool.Intake.Editions;
using Metropool.Intake.Interests;
using Metropool.Intake.Nominations;
using Metropool.Intake.Offers;
using Metropool.Intake.Organisations;
using Metropool.Intake.Passes;
using Metropool.Intake.PersonalData;
using Metropool.Intake.Retention;
using Metropool.Intake.Successions;
using Metropool.Mail;
using Metropool.Mail.Parked;
using Metropool.Messaging.Counting;
using Metropool.Pages;
using Metropool.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddPages(PageProof.Secret);
builder.AddPlatform<IntakeDbContext>(IntakeApi.Description, typeof(Program).Assembly);
builder.AddSettings<IntakeSettings>("Intake");
builder.AddMail<IntakeDbContext>();
builder.Services.AddDomainMetrics<IntakeMetrics>();
builder.Services.AddScoped<FreePlaces>();
builder.AddProgrammePass<OfferPass>();
builder.Services.AddScoped<AgreementMails>().AddScoped<Answering>().AddScoped<EmployerContacts>().AddScoped<EmployerConnections>();
builder.Services.AddScoped<IUndeliverableMailHandler, UndeliverableMails>();
builder.AddProgrammePass<AgreementExpiry>();
builder.AddProgrammePass<Lapses>();
builder.Services.AddScoped<NominationMails>().AddScoped<Nominating>().AddScoped<NominationAnswers>();
builder.Services.AddScoped<SuccessionMails>().AddScoped<PlaceReleases>();
builder.AddRetention();
builder.Services.AddScoped<IAnnouncer, ApplicationAnnouncer>();
builder.Services.AddScoped<InterestMails>();
builder.Services.AddScoped<InterestNews>();
builder.AddPass<Upkeep>(_ => Upkeep.Interval);

await using var app = builder.Build();
app.UseServiceApi()
    .MapProgrammeTime()
    .MapIntakeEditions()
    .MapIntakeInterests()
    .MapIntakeApplications()
    .MapIntakeAgreements()
    .MapIntakeNominations()
    .MapIntakeSuccessions()
    .MapPersonalData()
    .MapOutgoingMails();
var pages = app.MapPages(new Refusal("intake.https-needed", "This page is there over https only.", StatusCodes.Status400BadRequest));
pages.MapInterestPages();
pages.MapAgreement();
pages.MapNomination();
pages.MapSuccession();
app.MapDefaultEndpoints();
return await app.RunServiceAsync<IntakeDbContext>(args);
