"""The A sizes of ISO 216. Run it: python3 paper.py"""


# region: halve
def halve(width, height):
    """Cut a sheet across its longer side."""
    return height // 2, width
# endregion


def main():
    sheet = 841, 1189
    for n in range(5):
        print(f"A{n} {sheet[0]:4} {sheet[1]:4}")
        sheet = halve(*sheet)


if __name__ == "__main__":
    main()
