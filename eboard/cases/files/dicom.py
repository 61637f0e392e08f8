"""DICOM objects without who the patient is, after the idea of the basic profile of DICOM PS3.15 annex E.

Headers are blanked or removed; text burned into the pixels stays, which is why a person confirms before the board sees
a file. Unique identifiers are replaced, because the archive that made them can look the patient up.
"""

import io
import warnings

from pydicom import Dataset, dcmread
from pydicom.errors import InvalidDicomError
from pydicom.uid import generate_uid

BLANKED = (
    "PatientName", "PatientID", "PatientBirthDate", "AccessionNumber", "ReferringPhysicianName", "StudyID",
)  # fmt: skip
REMOVED = (
    "AdmissionID", "AdmittingDiagnosesDescription", "AdditionalPatientHistory", "BranchOfService", "CountryOfResidence",
    "CurrentPatientLocation", "DeviceSerialNumber", "EthnicGroup", "InsurancePlanIdentification", "InstitutionAddress",
    "InstitutionalDepartmentName", "InstitutionName", "IssuerOfPatientID", "MedicalAlerts", "MedicalRecordLocator",
    "MilitaryRank", "NameOfPhysiciansReadingStudy", "Occupation", "OperatorsName", "OtherPatientIDs",
    "OtherPatientIDsSequence", "OtherPatientNames", "PatientAddress", "PatientBirthName", "PatientBirthTime",
    "PatientComments", "PatientInsurancePlanCodeSequence", "PatientMotherBirthName", "PatientReligiousPreference",
    "PatientTelephoneNumbers", "PatientTelecomInformation", "PerformingPhysicianName", "PersonAddress", "PersonName",
    "PersonTelephoneNumbers", "PhysiciansOfRecord", "ReferencedPatientSequence", "ReferringPhysicianAddress",
    "ReferringPhysicianTelephoneNumbers", "RegionOfResidence", "RequestAttributesSequence", "RequestingPhysician",
    "RequestingService", "ResponsibleOrganization", "ResponsiblePerson", "ScheduledPatientInstitutionResidence",
    "StationName", "ImageComments", "StudyComments", "IconImageSequence",
)  # fmt: skip
UIDS = ("StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID", "FrameOfReferenceUID")


def strip_dicom(content: bytes) -> bytes:
    """The object without its identity; raises ValueError if it cannot be read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # odd values in foreign headers are about to go anyway
            data = dcmread(io.BytesIO(content))
            _clean(data)
            out = io.BytesIO()
            data.save_as(out, enforce_file_format=True)
    except (InvalidDicomError, AttributeError, ValueError, KeyError, TypeError, NotImplementedError, EOFError) as error:
        raise ValueError("dicom") from error
    return out.getvalue()


def _clean(data: Dataset) -> None:
    data.remove_private_tags()
    for name in BLANKED:
        setattr(data, name, "")
    for name in REMOVED:
        if name in data:
            delattr(data, name)
    for name in UIDS:
        if name in data:
            setattr(data, name, generate_uid())
    data.file_meta.MediaStorageSOPInstanceUID = data.get("SOPInstanceUID", generate_uid())
    data.preamble = bytes(128)
    data.PatientIdentityRemoved = "YES"
    data.DeidentificationMethod = "eBoard: headers after PS3.15 annex E"
