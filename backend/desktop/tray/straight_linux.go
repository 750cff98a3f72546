package tray

import (
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"io"
	"sync"
)

// Panels read the pixels of an icon as straight alpha, but systray hands them over multiplied with their alpha, whatever picture it gets: every
// edge would have a dark fringe. It decodes by the formats registered with the image package, so it gets a format of ours, whose pixels already
// claim to be multiplied. It also spares packing and unpacking a PNG.
const straightMagic = "parleyRGBA"

var registerStraightFormat = sync.OnceFunc(func() {
	image.RegisterFormat("parley-rgba", straightMagic, decodeStraight, func(r io.Reader) (image.Config, error) {
		picture, err := decodeStraight(r)
		if err != nil {
			return image.Config{}, err
		}
		return image.Config{ColorModel: picture.ColorModel(), Width: picture.Bounds().Dx(), Height: picture.Bounds().Dy()}, nil
	})
})

// encodeStraight writes a picture as the magic, its side in pixels and its pixels.
func encodeStraight(picture *image.NRGBA) []byte {
	data := binary.BigEndian.AppendUint16([]byte(straightMagic), uint16(picture.Rect.Dx()))
	return append(data, picture.Pix...)
}

func decodeStraight(r io.Reader) (image.Image, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	const head = len(straightMagic) + 2
	if len(data) < head {
		return nil, io.ErrUnexpectedEOF
	}
	side := int(binary.BigEndian.Uint16(data[len(straightMagic):]))
	if len(data) != head+4*side*side {
		return nil, errors.New("not a square picture")
	}
	return claimed{&image.RGBA{Pix: data[head:], Stride: 4 * side, Rect: image.Rect(0, 0, side, side)}}, nil
}

// claimed is a picture whose colours pass as multiplied with their alpha although they are not.
type claimed struct{ *image.RGBA }

func (c claimed) At(x, y int) color.Color { return c.RGBAAt(x, y) }
