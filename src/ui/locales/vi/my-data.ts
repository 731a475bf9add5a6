export const myData = {
  title: 'Dữ liệu của tôi và cài đặt',
  quota: 'Chỗ chứa',
  quotaHint: 'Kết quả do cơ quan gửi vào không tính. Xóa giấy tờ tự tải lên thì chỗ chứa trống lại.',
  looks: 'Ai đã xem, ai được xem',
  accesses: 'Ai đã xem giấy tờ',
  complaints: 'Phản ánh của tôi',
  consents: 'Các yêu cầu đồng ý',
  settings: 'Cài đặt',
  sessions: 'Các thiết bị đang đăng nhập',
  notices: 'Nhận tin qua thư hoặc tin nhắn',
  all: 'Tải tất cả về',
  allText:
    'Một tệp ZIP có mọi giấy tờ, thông tin, sự đồng ý, lần xem và phản ánh. Có kèm hướng dẫn và danh sách tệp.',
  allWarning: 'Tệp này không có mật khẩu. Không tải trên máy dùng chung và không gửi cho người lạ.',
  allSubmit: 'Tải tất cả (ZIP)',
  levelTooLow: 'Cần tài khoản định danh điện tử mức 2 để tải giấy tờ.',
} as const;
