"""What people ask, and the sample articles that have to come first.

Written by reading the articles, before any of it was searched for. The first hit is one of those
named (the name of the file in `articles/sample`), and all that are named are among the first three.
"""

TYPED_AT_NIGHT = """
    第一次起诉离婚没判离多久能再起诉            divorce-second-suit
    离婚官司输了 还能再起诉吗                    divorce-second-suit
    我想离婚，法院判了不准离，什么时候可以第二次起诉？  divorce-second-suit
    离婚孩子归谁                                child-custody
    孩子抚养权怎么判                            child-custody
    孩子两岁离婚跟妈妈吗                        child-custody
    公司没签劳动合同可以要双倍工资吗            no-written-contract
    入职半年没签合同怎么赔                      no-written-contract
    老板突然不让我来上班了怎么办                unlawful-dismissal
    公司辞退我能赔多少钱                        unlawful-dismissal
    在工地上受伤了工伤认定什么时候申请          work-injury-deadline
    工伤认定申请时限是多久                      work-injury-deadline
    借钱没打借条能起诉吗                        loan-without-iou
    微信转账借给朋友的钱要不回来怎么办          loan-without-iou
    替朋友担保现在银行找我怎么办                guarantee-period
    房东不退押金怎么办                          tenant-deposit
    租房没到期提前退租押金能退吗                tenant-deposit
    付了定金不想买了能退吗                      contract-deposit
    订金和定金有什么区别                        contract-deposit
    开发商一直不交房可以退房吗                  house-purchase-delay
    父母去世没有遗嘱房子怎么分                  inheritance-will
    被邻居的狗咬了谁赔钱                        neighbour-dog-bite
    骑电动车被汽车撞了责任怎么划分              ebike-liability
    车祸受伤能赔哪些钱                          traffic-injury-claims
    儿子被刑事拘留了家里人能做什么              detention-37-days
    刑拘37天是什么意思                          detention-37-days
    帮人卖赃物会坐牢吗                          concealing-proceeds
    搞传销会判几年                              pyramid-selling
    被骗签了合同去哪里报案                      contract-fraud-filing
    网上买到假货怎么赔                          consumer-fraud-refund
    怀疑医院治错了病历怎么复印                  medical-records
    保险公司说没有如实告知不赔怎么办            insurance-refusal
    农民工讨薪找谁                              construction-payment
    小股东想退股怎么办                          equity-exit
    判决书下来了对方不给钱怎么办                enforcement-two-years
    身份证照片被人发到网上怎么办                personal-data-leak
    罚款不服去哪里复议                          admin-review-deadline
    拆房子阳台怎么赔                            house-expropriation
    注册资金没到位股东要担责吗                  company-capital-contribution
    第一次找律师要带什么材料                    other-before-you-ask
"""

# Written when the first ones were met, to see whether that was luck: 22 of 32 were met at once.
WRITTEN_LATER = """
    老公出轨离婚孩子能判给我吗    child-custody
    离婚后对方不给抚养费怎么办    child-custody
    起诉离婚被驳回了多久可以再诉    divorce-second-suit
    上班路上摔伤了公司不报工伤    work-injury-deadline
    公司一直没跟我签合同    no-written-contract
    被公司裁了能拿几个月工资    unlawful-dismissal
    朋友欠钱不还只有聊天记录    loan-without-iou
    给亲戚做担保人有期限吗    guarantee-period
    房子到期了房东扣押金    tenant-deposit
    买房交了定金能不能要回来    contract-deposit
    新房延期交房怎么维权    house-purchase-delay
    爸爸走了没写遗嘱家产怎么分    inheritance-will
    遛狗不牵绳咬人谁负责    neighbour-dog-bite
    电动车闯红灯被撞谁的责任    ebike-liability
    交通事故误工费怎么算    traffic-injury-claims
    老公被抓了看守所能见吗    detention-37-days
    二手手机是偷来的我收了犯法吗    concealing-proceeds
    拉人头发展下线判多久    pyramid-selling
    合同诈骗去哪里报案    contract-fraud-filing
    淘宝买到假名牌可以要三倍赔偿吗    consumer-fraud-refund
    医院不给病历怎么办    medical-records
    得病没告诉保险公司会拒赔吗    insurance-refusal
    不想当股东了怎么退出    equity-exit
    赢了官司对方不还钱    enforcement-two-years
    手机号被人泄露天天骚扰电话    personal-data-leak
    行政处罚多少天内可以起诉    admin-review-deadline
    老房子征收补偿标准    house-expropriation
    公司logo要注册商标吗    trademark-or-copyright
    注册资本要不要交税    capital-and-tax
"""

WORDS = """
    抚养费                                      child-custody
    离婚                                        divorce-second-suit child-custody
    工伤                                        work-injury-deadline
    押金                                        tenant-deposit
    定金                                        contract-deposit
    保证期间                                    guarantee-period
    取保候审                                    detention-37-days
    监视居住                                    detention-37-days
    代位继承                                    inheritance-will
    烈性犬                                      neighbour-dog-bite
    印花税                                      capital-and-tax
    误工费                                      traffic-injury-claims
    退一赔三                                    consumer-fraud-refund
    优先购买权                                  equity-exit
    强制执行 期限                               enforcement-two-years
    离婚 孩子                                   child-custody
    工伤 期限                                   work-injury-deadline
    注册资本                                    capital-and-tax company-capital-contribution
    商标 著作权                                 trademark-or-copyright
    病历 封存                                   medical-records
    工程款                                      construction-payment
    承揽                                        processing-contract
"""

OTHER_SCRIPT_AND_WIDTH = """
    離婚                                        divorce-second-suit child-custody
    撫養費                                      child-custody
    勞動合同 雙倍工資                           no-written-contract
    遺囑 遺產                                   inheritance-will
    房東不退押金怎麼辦                          tenant-deposit
    刑事拘留３７天                              detention-37-days
    工傷認定                                    work-injury-deadline
"""

LAW = """
    民法典1079条                                divorce-second-suit
    民法典第一千零七十九条                      divorce-second-suit
    《民法典》第1079条                          divorce-second-suit
    民法典 1079                                 divorce-second-suit
    民法典第１０７９條                          divorce-second-suit
    民法典1084                                  child-custody
    民法典第1245条 狗                           neighbour-dog-bite
    劳动合同法82条                              no-written-contract
    劳动合同法第八十二条                        no-written-contract
    刑法224条之一                               pyramid-selling
    刑法第二百二十四条                          contract-fraud-filing
    民诉法 250                                  enforcement-two-years
    公司法47条                                  company-capital-contribution capital-and-tax
    道路交通安全法76                            ebike-liability
    工伤保险条例第17条                          work-injury-deadline
    刑法312                                     concealing-proceeds
    反家庭暴力法                                divorce-second-suit
"""

# What finds nothing as it is typed, the words that are offered for it, what those find first.
SLIPS = """
    抚样费        抚养费        child-custody
    里婚          离婚          divorce-second-suit
    工商认定      工伤认定      work-injury-deadline
    lihun         离婚          divorce-second-suit
    fuyangfei     抚养费        child-custody
    取保后审      取保候审      detention-37-days
    遗主          遗嘱          inheritance-will
    劳动和同      劳动合同      no-written-contract
"""

# Nothing in the sample articles is about these.
NOTHING = """
    海商法
    量子力学
    红烧肉怎么做好吃
    asdfgh
"""

# Nor about these. But whoever types eight pairs or more asks something, and no sum of what an
# article holds tells these from questions that it does answer: they get what comes nearest, and
# are told so. It used to be nothing, and with it 38 of 100 real questions got nothing.
CLOSEST = """
    申请美国签证要多久
    北京明天天气怎么样
"""

# Over 400 generated articles, by their titles: what the title of the first hit holds.
GENERATED = """
    股东知情权和法人人格否认            股东知情权 法人人格否认
    伪造股东签名还能确认股东会决议无效吗  伪造股东签名 无效
    工伤保险协议怎么写                  工伤保险协议
    图片版权 诉讼时效                   图片版权 诉讼时效
    租赁合同没有书面协议                租赁合同 没有书面协议
    羁押必要性审查                      羁押必要性审查
    上下班途中                          上下班途中
    知情同意 误区                       知情同意 误区
    加班费多少钱                        加班费 多少钱
    房屋买卖 房屋漏水                   房屋买卖 房屋漏水
    退赃退赔后能不起诉吗                退赃退赔 不起诉
    代位繼承協議                        代位继承协议
    以物抵債                            以物抵债
    用人单位没交社会保险                未依法缴纳社会保险
    職業病                              职业病
"""


def rows(table):
    """The rows of a table: the query, and the words behind at least two blanks."""
    for line in table.strip().splitlines():
        query, *rest = [part for part in line.strip().split("  ") if part.strip()]
        yield query, [word for part in rest for word in part.split()]
