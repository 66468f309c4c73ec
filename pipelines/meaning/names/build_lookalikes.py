"""Makes `lookalikes.tsv`: for each character in the names of offices and places, the characters that look like it in print.

Run by hand when the registry gains characters; the program only reads the file:

    python -m pipelines.meaning.names.build_lookalikes FONT.ttc [FONT.ttc …] > pipelines/meaning/names/lookalikes.tsv

The characters of GB 2312 are drawn with each font, slightly blurred (as a scan is), and compared as pictures;
the nearest few above a threshold are kept. Fonts used for the shipped file: Noto Sans CJK, Noto Serif CJK
and AR PL UMing.
Confusions that OCR and typists make although the pictures differ more are listed in `_KNOWN`.
"""

from __future__ import annotations

import sys

import numpy as np
from numpy.typing import NDArray

from pipelines.meaning.names.name_index import load_lexicon
from pipelines.meaning.regions.gazetteer import current_regions

_SIZE = 40  # pixels of the side of a picture
_BLUR = 1.4  # pixels, so that strokes that nearly meet count as alike
_THRESHOLD = 0.83  # correlation of two blurred pictures from which they count as alike
_MOST = 12  # look-alikes kept for one character, the nearest
_KNOWN = (
    "办力 政攻 服朋 务各 粮粱 资贤 源潭 旅旋 区医匹 局届 设役 计汁 贸货 电屯 安妥 财材 "
    "司同 税悦 民艮 司可 气乞 交文 局同居 大太犬 天夫无 王玉主 木术本 林材 农衣 民氏 公么 "
    "办为 卫卩 业亚 体休 住佳往 政致改 财则材 税脱 统绕 监盐蓝 商啇高 审宙 育盲肓 旅族施 "
    "医匡 保俣 利和 资货贷 源原 坏环 境镜竟 生主 态志 邮由 烟烔 草早 残践 联朕 档挡 案柔 "
    "委季 员贝 会合 行衍 银根 管菅 理埋 中申 心必 防妨访 象像 电申 力刀 供洪 热执 法沽 "
    "院阮 检捡 察祭 部郜 组阻 织炽 宣宜 传转 战站 编偏 室宝 台合 史吏 党觉 团困因 妇归 "
    "女汝 侨桥骄 外处 务各 粮根 食良 储诸 物勿 质贡 信倍 访仿 化比 通诵 运云远 输愉 路跆 "
    "建健 设没 城诚 乡多 规现 划刘 自目 然燃 水氷永 文又 土士 末未 己已巳 市巿 工エ 人入 "
    "日曰 目日 田由甲 千干于 午牛 贝见 刀力 九丸 万方 广厂 专传 支文 失矢 折拆 辩辨 微徵 "
    "拔拨 免兔 茶荼 戌戍戊 侯候 晴睛 晒哂 侍待 埋理 浦蒲 冷泠 冶治 凉谅 哀衰 徒徙 杨扬 "
    "汤荡 暑署 渴竭 竞竟 券卷 厉历 帅师 析折 拥佣 炼练 烧浇 泥昵 渔鱼 牧收 兽善 蔬疏 宗宋 "
    "族旅 教敎 科料 技枝 "
)


def pictures(characters: list[str], font_path: str) -> NDArray[np.float64]:
    """One row for each character: its picture, centred and of length one, so that a product is a correlation."""
    from PIL import Image, ImageDraw, ImageFilter, ImageFont

    font = ImageFont.truetype(font_path, _SIZE - 6)
    rows = []
    for character in characters:
        image = Image.new("L", (_SIZE, _SIZE), 0)
        ImageDraw.Draw(image).text((_SIZE / 2, _SIZE / 2), character, fill=255, font=font, anchor="mm")
        picture = np.asarray(image.filter(ImageFilter.GaussianBlur(_BLUR)), dtype=np.float64).ravel()
        picture -= picture.mean()
        norm = float(np.linalg.norm(picture))
        rows.append(picture / norm if norm else picture)
    return np.stack(rows)


def gb2312() -> list[str]:
    """The Chinese characters of GB 2312."""
    characters = []
    for row in range(0xB0, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                characters.append(bytes((row, cell)).decode("gb2312"))
            except UnicodeDecodeError:
                continue
    return characters


def main(fonts: list[str]) -> None:
    everyone = gb2312()
    known = set(everyone)
    names = [*load_lexicon().entries, *(region.name for region in current_regions())]
    wanted = sorted({c for name in names for c in name if c in known})
    index = {character: position for position, character in enumerate(everyone)}
    alike: dict[str, dict[str, float]] = {character: {} for character in wanted}
    for font in fonts:
        drawn = pictures(everyone, font)
        scores = drawn[[index[c] for c in wanted]] @ drawn.T
        for row, character in enumerate(wanted):
            for column in np.argsort(-scores[row])[1 : _MOST + 1]:
                score = float(scores[row, column])
                if score >= _THRESHOLD:
                    other = everyone[int(column)]
                    alike[character][other] = max(score, alike[character].get(other, 0.0))
    for group in _KNOWN.split():
        for character in group:
            if character in alike:
                for other in group:
                    if other != character:
                        alike[character][other] = 1.0
    for character in wanted:
        others = sorted(alike[character], key=lambda c: (-alike[character][c], c))
        if others:
            print(character + "\t" + "".join(others))


if __name__ == "__main__":
    main(sys.argv[1:])
