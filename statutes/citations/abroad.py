"""Law that is not of the mainland: what the table leaves out on purpose. Pure, no database."""

import re

COUNTRIES = (
    "德国|法国|日本|美国|英国|瑞士|意大利|韩国|朝鲜|俄国|俄罗斯|苏联|奥地利|荷兰|西班牙|葡萄牙"
    "|加拿大|澳大利亚|新西兰|新加坡|马来西亚|印度|越南|泰国|巴西|欧盟|魁北克"
)
REGIONS = "台湾|香港|澳门"
COUNTRY = re.compile(f"(?:{COUNTRIES})")
# The basic laws and the laws on national security and on garrisons are the state's own.
REGION = re.compile(f"(?:{REGIONS})(?!同胞|特别行政区(?:基本|驻军|维护国家安全)法)|中华民国")
TREATY = re.compile("(?:公约|条约|议定书)\\Z")


def abroad(name: str) -> str:
    """What a text of this name is: 外国法律, 港澳台地区的规定, 国际条约; empty for ours."""
    if TREATY.search(name):
        return "国际条约"
    if COUNTRY.match(name):
        return "外国法律"
    return "港澳台地区的规定" if REGION.match(name) else ""
