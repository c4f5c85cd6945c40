"""Small dumps as the systems and the programs around them write them."""

from pathlib import Path

from transfer.importing import reading
from transfer.importing.record import SourceFile

DEDE = """-- phpMyAdmin SQL Dump
CREATE TABLE IF NOT EXISTS `dede_arctype` (
  `id` smallint(5) unsigned NOT NULL AUTO_INCREMENT COMMENT 'it''s; (one)',
  `reid` smallint(5) NOT NULL DEFAULT '0', `typename` char(30), `typedir` char(60),
  `namerule` char(50), PRIMARY KEY (`id`), KEY `reid` (`reid`,`typename`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8;
INSERT INTO `dede_arctype` VALUES (1, 0, '法律服务', '{cmspath}/a/fl', ''),
(2, 1, '工伤', '{cmspath}/a/gs', '{typedir}/{Y}/{M}{D}/{aid}.html');
/*!40000 ALTER TABLE `dede_arctype` ENABLE KEYS */;
CREATE TABLE `dede_addonarticle` (`aid` int, `typeid` int, `body` mediumtext);
INSERT INTO `dede_addonarticle` VALUES
(7,2,'<p>它\\'说\\'：\\r\\nit''s \\\\ 好</p>#p#下页#e#<p>再</p>'),
(8,2,"看\\"情况");
CREATE TABLE `dede_archives` (`id` int, `typeid` int, `channel` int, `arcrank` int,
 `title` varchar(60), `writer` char(20), `senddate` int, `pubdate` int, `source` char(9));
INSERT INTO `dede_archives` VALUES (7,2,1,0,'工伤&amp;认定','林致远',1561939200,1561942800,'未知'),
(8,1,1,-1,'待审','',1561939200,1561939200,NULL),(9,1,1,-2,'回收站','',1,1,''),(10,1,2,0,'图集','',1,1,'');
CREATE TABLE `dede_taglist` (`tid` int, `aid` int, `tag` varchar(20));
INSERT INTO `dede_taglist` VALUES (1,7,'工伤'),(2,7,'时限');
DELIMITER ;;
CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW BEGIN SET @a = 'don''t'; -- isn't
END;;
"""
SORT = """CREATE TABLE "ay_content_sort" ("id" INTEGER, "mcode" TEXT, "pcode" TEXT, "scode" TEXT,
 "name" TEXT, "filename" TEXT);
INSERT INTO "ay_content_sort" VALUES (1,'2','0','5','劳动','laodong'),(2,'1','0','6','简介','');
CREATE TABLE "ay_model" ("mcode" TEXT, "name" TEXT, "type" TEXT, "urlname" TEXT);
INSERT INTO "ay_model" VALUES ('1','专题','1','about'),('2','新闻','2','list');
"""
PBOOT = f"""PRAGMA foreign_keys=OFF;
{SORT}CREATE TABLE "ay_content" ("id" INTEGER, "scode" TEXT, "title" TEXT, "filename" TEXT,
 "date" TEXT, "content" TEXT, "status" TEXT, "tags" TEXT);
INSERT INTO "ay_content" VALUES (3,'5','加班费','jiaban','2018-04-11 17:26:11',
'&lt;p&gt;C:\\共享\\'' &amp;nbsp;好&lt;/p&gt;','1','加班,工资');
INSERT INTO "ay_content" VALUES (4,'5','还未到','','2099-01-01 00:00:00',
replace('<p>一</p>\\n<p>二</p>','\\n',char(10)),'1','');
INSERT INTO "ay_content" VALUES (5,'6','简介','','2018-04-11 17:26:11','x','1','');
"""
PHP = '<?php\n@include("../../inc/header.php");\n{}\n?>'
EMPIRE = {
    "phome_ecms_news_1.php": """E_C("CREATE TABLE `phome_ecms_news` (`id` int, `classid` int,
 `newspath` char(20), `filename` char(36), `titleurl` char(200), `title` char(100), `newstime` int,
 `isurl` int)");
E_D("replace into `phome_ecms_news` values('1','7','2016','1','/fl/2016/1.html','合同','1','0');");
E_D("replace into `phome_ecms_news` values('2','7','','','','存为文本','1475206920','0');");
E_D("replace into `phome_ecms_news` values('3','7','','','http://x.cn/','外链','1475206920','1');");""",
    "phome_ecms_news_data_1_1.php": """E_C("CREATE TABLE `phome_ecms_news_data_1` (`id` int,
 `infotags` varchar(80), `writer` varchar(30), `newstext` mediumtext)");
E_D("replace into `phome_ecms_news_data_1` values('1','合同','林致远',
'<p class=\\\\\\\\\\"a\\\\\\\\\\">\\$1</p>');");
E_D("replace into `phome_ecms_news_data_1` values('2','','','2016/1008/ab12');");""",
    "phome_enewsclass_1.php": """E_C("CREATE TABLE `phome_enewsclass` (`classid` int,
 `bclassid` int, `classname` varchar(50), `classpath` text, `filetype` varchar(10))");
E_D("replace into `phome_enewsclass` values('1','0','法律','fl','.html');");
E_D("replace into `phome_enewsclass` values('7','1','合同','fl/ht','.html');");""",
}


def records(path: Path, root: Path | None = None):
    """What is read of a file, ready to be built."""
    found = SourceFile(path, root or path.parent, path.name)
    return [one for one in reading.records([found], "") if one]


def read(folder, data, name="site.sql"):
    (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    return records(folder / name)
