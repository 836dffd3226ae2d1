using Metropool.Hosting;
using Metropool.Http;
using Metropool.Jobs;
using Metropool.Messaging.Counting;
using Metropool.Scheduling;
using Metropool.Scheduling.Announcing;
using Metropool.Scheduling.Attendance;
using Metropool.Scheduling.Calendars;
using Metropool.Scheduling.Editions;
using Metropool.Scheduling.Interviews;
using Metropool.Scheduling.Jobs;
using Metropool.Scheduling.ModuleDays;
using Metropool.Scheduling.Participations;
using Metropool.Scheduling.ProgrammeTimeMoves;
using Metropool.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddPlatform<SchedulingDbContext>(SchedulingApi.Description, typeof(Program).Assembly);
builder.AddSettings<SchedulingSettings>("Scheduling");
builder.Services.AddDomainMetrics<SchedulingMetrics>();
builder.Services.AddSchedulingDocument();
builder.Services.AddSingleton<EditionLinter>();
builder.Services.AddScoped<Calendar>();
builder.Services.AddScoped<ModuleDayCalendar>();
builder.Services.AddScoped<InterviewCancellation>();
builder.Services.AddScoped<AttendanceEvaluator>();
builder.Services.AddProgrammeTimeJob<ProgrammeJob>(provider => provider.GetRequiredService<SchedulingSettings>().ProgrammeJobInterval);
builder.Services.AddScoped<IAnnouncer, Announcer>();

await using var app = builder.Build();
app.UseServiceApi()
    .MapProgrammeTime()
    .MapProgrammeTimeMoves()
    .MapEditions()
    .MapModuleDays()
    .MapInterviews()
    .MapParticipations();
app.MapDefaultEndpoints();
return await app.RunServiceAsync<SchedulingDbContext>(args);
