"""Organs, codes and histologies: the topography of an organ's name, and which tumor sites each can belong to.

Names and codes of organs follow the topography axis of ICD-O-3; blocks follow chapter II of ICD-10.
"""

from eboard.boards.enums import TumorSite as Site

TOPOGRAPHY = {
    "breast, nos": "C50.9",
    "central portion of breast": "C50.1",
    "upper-inner quadrant of breast": "C50.2",
    "lower-inner quadrant of breast": "C50.3",
    "upper-outer quadrant of breast": "C50.4",
    "lower-outer quadrant of breast": "C50.5",
    "overlapping lesion of breast": "C50.8",
    "ovary": "C56.9",
    "fallopian tube": "C57.0",
    "uterus, nos": "C55.9",
    "endometrium": "C54.1",
    "cervix uteri": "C53.9",
    "main bronchus": "C34.0",
    "upper lobe, lung": "C34.1",
    "middle lobe, lung": "C34.2",
    "lower lobe, lung": "C34.3",
    "overlapping lesion of lung": "C34.8",
    "lung, nos": "C34.9",
    "cecum": "C18.0",
    "appendix": "C18.1",
    "ascending colon": "C18.2",
    "hepatic flexure of colon": "C18.3",
    "transverse colon": "C18.4",
    "splenic flexure of colon": "C18.5",
    "descending colon": "C18.6",
    "sigmoid colon": "C18.7",
    "overlapping lesion of colon": "C18.8",
    "colon, nos": "C18.9",
    "rectosigmoid junction": "C19.9",
    "rectum, nos": "C20.9",
    "esophagus, nos": "C15.9",
    "stomach, nos": "C16.9",
    "liver": "C22.0",
    "gallbladder": "C23.9",
    "pancreas, nos": "C25.9",
    "prostate gland": "C61.9",
    "kidney, nos": "C64.9",
    "bladder, nos": "C67.9",
    "testis, nos": "C62.9",
    "gum, nos": "C03.9",
    "larynx, nos": "C32.9",
    "thyroid gland": "C73.9",
    "brain, nos": "C71.9",
    "skin, nos": "C44.9",
    "eyelid": "C44.1",
    "skin of scalp and neck": "C44.4",
    "skin of lower limb and hip": "C44.7",
    "blood": "C42.0",
    "bone marrow": "C42.1",
    "head, face or neck, nos": "C76.0",
    "other ill-defined sites": "C76.7",
}

# First and last block of ICD-10 (and of the topography that follows it), and the sites a tumor there can belong to.
_BLOCKS: tuple[tuple[str, str, frozenset[Site]], ...] = (
    ("C00", "C14", frozenset({Site.HEAD_NECK})),
    ("C15", "C16", frozenset({Site.UPPER_GI})),
    ("C18", "C21", frozenset({Site.COLORECTAL})),
    ("C22", "C25", frozenset({Site.HEPATOBILIARY})),
    ("C30", "C32", frozenset({Site.HEAD_NECK})),
    ("C33", "C34", frozenset({Site.LUNG})),
    ("C37", "C38", frozenset({Site.LUNG})),
    ("C40", "C41", frozenset({Site.SARCOMA})),
    ("C42", "C42", frozenset({Site.LEUKEMIA, Site.LYMPHOMA})),
    ("C43", "C44", frozenset({Site.SKIN})),
    ("C48", "C48", frozenset({Site.GYNECOLOGIC, Site.SARCOMA, Site.OTHER})),  # peritoneal carcinoma goes with the ovary
    ("C49", "C49", frozenset({Site.SARCOMA})),
    ("C50", "C50", frozenset({Site.BREAST})),
    ("C51", "C58", frozenset({Site.GYNECOLOGIC})),
    ("C60", "C60", frozenset({Site.URINARY})),
    ("C61", "C61", frozenset({Site.PROSTATE})),
    ("C62", "C68", frozenset({Site.URINARY})),
    ("C69", "C69", frozenset({Site.SKIN, Site.OTHER})),
    ("C70", "C72", frozenset({Site.BRAIN})),
    ("C73", "C75", frozenset({Site.THYROID})),
    ("C76", "C76", frozenset({Site.OTHER})),
    ("C80", "C80", frozenset({Site.UNKNOWN_PRIMARY})),
    ("C81", "C90", frozenset({Site.LYMPHOMA})),
    ("C91", "C96", frozenset({Site.LEUKEMIA, Site.LYMPHOMA})),
)
ANY_SITE = frozenset(Site)
_MELANOMA = range(8720, 8791)
_BLOOD_AND_LYMPH = range(9590, 9993)


def sites_of_code(code: str) -> frozenset[Site]:
    """The tumor sites an ICD-10 or topography code can belong to; any for a code outside these blocks."""
    block = code[:3]
    return next((sites for first, last, sites in _BLOCKS if first <= block <= last), ANY_SITE)


def sites_of_histology(morphology: str) -> frozenset[Site]:
    """The tumor sites an ICD-O-3 morphology such as ``8720/3`` can belong to."""
    number = int(morphology[:4])
    if number in _MELANOMA:
        return frozenset({Site.SKIN, Site.OTHER})
    if number in _BLOOD_AND_LYMPH:
        return frozenset({Site.LYMPHOMA, Site.LEUKEMIA})
    return ANY_SITE
