package io.caretrail.core.operation;

import java.util.Set;

/** The resource types of FHIR STU3, R4, R4B and R5, in one table. */
final class ResourceTypes {

    /** The union of the four versions' resource lists, by letter. */
    private static final Set<String> KNOWN = Set.of("""
            Account ActivityDefinition ActorDefinition AdministrableProductDefinition AdverseEvent AllergyIntolerance
            Appointment AppointmentResponse ArtifactAssessment AuditEvent
            Basic Binary BiologicallyDerivedProduct BiologicallyDerivedProductDispense BodySite BodyStructure Bundle
            CapabilityStatement CarePlan CareTeam CatalogEntry ChargeItem ChargeItemDefinition Citation Claim
            ClaimResponse ClinicalImpression ClinicalUseDefinition CodeSystem Communication CommunicationRequest
            CompartmentDefinition Composition ConceptMap Condition ConditionDefinition Consent Contract Coverage
            CoverageEligibilityRequest CoverageEligibilityResponse
            DataElement DetectedIssue Device DeviceAssociation DeviceComponent DeviceDefinition DeviceDispense
            DeviceMetric DeviceRequest DeviceUsage DeviceUseStatement DiagnosticReport DocumentManifest
            DocumentReference
            EffectEvidenceSynthesis EligibilityRequest EligibilityResponse Encounter EncounterHistory Endpoint
            EnrollmentRequest EnrollmentResponse EpisodeOfCare EventDefinition Evidence EvidenceReport EvidenceVariable
            ExampleScenario ExpansionProfile ExplanationOfBenefit
            FamilyMemberHistory Flag FormularyItem
            GenomicStudy Goal GraphDefinition Group GuidanceResponse
            HealthcareService
            ImagingManifest ImagingSelection ImagingStudy Immunization ImmunizationEvaluation
            ImmunizationRecommendation ImplementationGuide Ingredient InsurancePlan InventoryItem InventoryReport
            Invoice
            Library Linkage List Location
            ManufacturedItemDefinition Measure MeasureReport Media Medication MedicationAdministration
            MedicationDispense MedicationKnowledge MedicationRequest MedicationStatement MedicinalProduct
            MedicinalProductAuthorization MedicinalProductContraindication MedicinalProductDefinition
            MedicinalProductIndication MedicinalProductIngredient MedicinalProductInteraction
            MedicinalProductManufactured MedicinalProductPackaged MedicinalProductPharmaceutical
            MedicinalProductUndesirableEffect MessageDefinition MessageHeader MolecularSequence
            NamingSystem NutritionIntake NutritionOrder NutritionProduct
            Observation ObservationDefinition OperationDefinition OperationOutcome Organization OrganizationAffiliation
            PackagedProductDefinition Parameters Patient PaymentNotice PaymentReconciliation Permission Person
            PlanDefinition Practitioner PractitionerRole Procedure ProcedureRequest ProcessRequest ProcessResponse
            Provenance
            Questionnaire QuestionnaireResponse
            ReferralRequest RegulatedAuthorization RelatedPerson RequestGroup RequestOrchestration Requirements
            ResearchDefinition ResearchElementDefinition ResearchStudy ResearchSubject RiskAssessment
            RiskEvidenceSynthesis
            Schedule SearchParameter Sequence ServiceDefinition ServiceRequest Slot Specimen SpecimenDefinition
            StructureDefinition StructureMap Subscription SubscriptionStatus SubscriptionTopic Substance
            SubstanceDefinition SubstanceNucleicAcid SubstancePolymer SubstanceProtein SubstanceReferenceInformation
            SubstanceSourceMaterial SubstanceSpecification SupplyDelivery SupplyRequest
            Task TerminologyCapabilities TestPlan TestReport TestScript Transport
            ValueSet VerificationResult VisionPrescription
            """.strip().split("\\s+"));

    private ResourceTypes() {}

    static Set<String> known() {
        return KNOWN;
    }

    static boolean isKnown(String segment) {
        return KNOWN.contains(segment);
    }

    /**
     * Whether a segment is spelled as type names are, a server's own ones too: {@code [A-Z][A-Za-z]+} with a small letter,
     * which HAPI's tenant {@code DEFAULT} has not.
     */
    static boolean isShaped(String segment) {
        if (segment.length() < 2 || segment.length() > 64 || !isUpper(segment.charAt(0))) {
            return false;
        }
        boolean small = false;
        for (int at = 1; at < segment.length(); at++) {
            char c = segment.charAt(at);
            small |= c >= 'a' && c <= 'z';
            if (!isUpper(c) && !(c >= 'a' && c <= 'z')) {
                return false;
            }
        }
        return small;
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }
}
